/** Tests of the intake. */
@NullMarked
package dev.cairn.net.intake;

import org.jspecify.annotations.NullMarked;
