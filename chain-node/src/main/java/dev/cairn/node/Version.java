package dev.cairn.node;

import java.util.Optional;

/** Which release this is. */
public final class Version {

  /** As in the jar's manifest; {@code development} for classes that are in none. */
  public static final String TEXT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  /** How this program names itself to peers. */
  public static final String AGENT = "cairn/" + TEXT;

  private Version() {}
}
