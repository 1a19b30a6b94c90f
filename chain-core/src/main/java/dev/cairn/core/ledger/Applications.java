package dev.cairn.core.ledger;

import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.tree.SortedTree;
import java.util.Optional;

/** The applications that a program has, one per payload type. Immutable. */
public final class Applications {

  private static final Applications STANDARD =
      new Applications(SortedTree.empty()).with(new Transfers()).with(new Records());

  private final SortedTree<Long, Application> byType;

  private Applications(SortedTree<Long, Application> byType) {
    this.byType = byType;
  }

  /** Transfers and records. */
  public static Applications standard() {
    return STANDARD;
  }

  /**
   * These and one more.
   *
   * @throws IllegalArgumentException when its payload type is taken
   */
  public Applications with(Application application) {
    long type = application.listing().payloadType();
    if (byType.get(type).isPresent()) {
      throw new IllegalArgumentException("payload type " + type + " is taken");
    }
    return new Applications(byType.with(type, application));
  }

  /** The application of a payload type. */
  public Optional<Application> find(long payloadType) {
    return byType.get(payloadType);
  }

  /**
   * Refuses a network that needs an application which this program does not have, or has under
   * another name or rules version: it could not judge that network's blocks.
   *
   * @throws IllegalArgumentException with what is missing
   */
  public void requireAllOf(NetworkParameters network) {
    missingOf(network)
        .ifPresent(
            listed -> {
              Optional<ListedApplication> present =
                  find(listed.payloadType()).map(Application::listing);
              throw new IllegalArgumentException(
                  "%s needs %s, this program has %s"
                      .formatted(network, listed, present.map(Object::toString).orElse("none")));
            });
  }

  /** The first application that the network lists and that is not here as it is listed. */
  public Optional<ListedApplication> missingOf(NetworkParameters network) {
    return network.applications().stream()
        .filter(
            listed ->
                !find(listed.payloadType()).map(Application::listing).equals(Optional.of(listed)))
        .findFirst();
  }
}
