/**
 * Where everything heavy that peers send is judged: signatures on workers, the rest on the engine
 * loop. Read {@link dev.cairn.net.intake.Intake} first.
 */
@NullMarked
package dev.cairn.net.intake;

import org.jspecify.annotations.NullMarked;
