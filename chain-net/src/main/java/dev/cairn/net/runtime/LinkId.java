package dev.cairn.net.runtime;

/** One connection of this process; a number is never used again. */
public record LinkId(long number) implements Comparable<LinkId> {

  @Override
  public int compareTo(LinkId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "link " + number;
  }
}
