/**
 * Ed25519 keys and signatures: how they are made, the one rule by which they are judged, and how
 * many of them are judged at once. What is signed is decided here too, for one network at a time.
 * Storing keys, and drawing the randomness for them, belongs elsewhere. This is the only package
 * that uses Bouncy Castle. Read {@link dev.cairn.core.key.SignatureRule} first.
 */
@NullMarked
package dev.cairn.core.key;

import org.jspecify.annotations.NullMarked;
