package dev.cairn.net.netty;

import dev.cairn.net.netty.HostileCrowd.Phase;

/** What a member of {@link HostileCrowd} does, how many there are, and how soon each comes back. */
enum HostileKind {
  /** Connects and says nothing. */
  SILENT(250, 1_000, Phase.SILENCE),
  /** Sends the first message of TLS byte by byte. */
  DRIPPING(100, 1_000, Phase.DRIP),
  /** Connects and resets. */
  RESET(250, 150, Phase.HURRY),
  /** Makes the victim do the costly part of a TLS handshake, at hardly any cost of its own. */
  HELLO(200, 100, Phase.HURRY),
  /** Does TLS as it should, and sends what is no message. */
  GARBAGE(50, 1_000, Phase.CALM),
  /** Opens a link, and sends requests and announcements as fast as it can. */
  FLOOD(50, 500, Phase.CALM),
  /** Opens a link, asks for many blocks and reads none. */
  SLOW_READER(60, 500, Phase.CALM),
  /** Opens a link, and sends one frame byte by byte. */
  SLOW_WRITER(40, 500, Phase.CALM);

  final int members;
  final long pauseMillis;

  /** When it attacks, if it does not all the time. */
  final Phase phase;

  HostileKind(int members, long pauseMillis, Phase phase) {
    this.members = members;
    this.pauseMillis = pauseMillis;
    this.phase = phase;
  }

  /** Whether it proves an identity. */
  boolean doesTls() {
    return switch (this) {
      case SILENT, DRIPPING, RESET, HELLO -> false;
      case GARBAGE, FLOOD, SLOW_READER, SLOW_WRITER -> true;
    };
  }
}
