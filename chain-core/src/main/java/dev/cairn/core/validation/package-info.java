/**
 * The rules that decide what a valid block is, in the stages of docs/consensus.md, section 2: in
 * isolation, in context, apply. Each stage is a method whose parameters are all that it may look
 * at. Read {@link dev.cairn.core.validation.BlockRules} first.
 */
@NullMarked
package dev.cairn.core.validation;

import org.jspecify.annotations.NullMarked;
