package dev.cairn.net.discovery;

import dev.cairn.net.peer.KnownAddress;

/**
 * What the peer book knows of one address.
 *
 * @param wasLinked whether there ever was an open link with this node from or to this address
 * @param lastDialled when a dial last led to an open link: successes of the book are counted on, so
 *     a greater number is later and no clock is needed; 0 is never
 * @param failures dials since then that came to nothing
 * @param isAnchor whether it is dialled first after a restart
 */
public record BookEntry(
    KnownAddress known,
    AddressSource source,
    boolean wasLinked,
    long lastDialled,
    int failures,
    boolean isAnchor) {

  BookEntry linked() {
    return new BookEntry(known, source, true, lastDialled, failures, isAnchor);
  }

  BookEntry dialled(long count) {
    return new BookEntry(known, source, true, count, 0, isAnchor);
  }

  BookEntry failed() {
    return new BookEntry(known, source, wasLinked, lastDialled, failures + 1, isAnchor);
  }

  BookEntry withAnchor(boolean anchor) {
    return new BookEntry(known, source, wasLinked, lastDialled, failures, anchor);
  }
}
