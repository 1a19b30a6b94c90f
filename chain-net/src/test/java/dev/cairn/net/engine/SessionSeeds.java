package dev.cairn.net.engine;

import dev.cairn.net.engine.FuzzedSession.Depth;
import dev.cairn.net.engine.FuzzedSession.Step;
import dev.cairn.net.engine.SessionMessages.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sessions written by hand from which a fuzzer starts; each comes to somewhere deep. */
final class SessionSeeds {

  /**
   * A session.
   *
   * @param reached what it has come to, at least
   */
  record Seed(byte[] bytes, Set<Depth> reached) {}

  /** Writes the bytes that {@link FuzzedSession} reads. */
  private static final class Script {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Script step(Step step, int link, int... arguments) {
      out.write(step.ordinal());
      out.write(link);
      for (int argument : arguments) {
        out.write(argument);
      }
      return this;
    }

    /** An inbound link with its handshake done; each link has a node and a host of its own. */
    Script open(int link) {
      return step(Step.OPEN, link, link, link, 0, 200, 0, 1, 1);
    }

    Script message(int link, Kind kind, int... arguments) {
      int[] all = new int[arguments.length + 1];
      all[0] = kind.ordinal();
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      return step(Step.MESSAGE, link, all);
    }

    Script answerAll(int link, int world) {
      return step(Step.ANSWER_ALL, link, world);
    }

    /** Lets time pass: the number of an entry of the table. */
    Script time(int entry) {
      return step(Step.TIME, 0, entry);
    }

    Seed to(Depth... reached) {
      return new Seed(out.toByteArray(), Set.of(reached));
    }
  }

  private static final int LONG = 4;
  private static final int NEXT_BLOCK = 3;

  private SessionSeeds() {}

  /** All of them by name. */
  static Map<String, Seed> all() {
    Map<String, Seed> seeds = new TreeMap<>();
    seeds.put("handshake-step-by-step", handshake());
    seeds.put("sync-to-a-longer-chain", sync(SessionWorld.NEXT).to(Depth.OPEN, Depth.MOVED));
    seeds.put("sync-to-another-branch", sync(SessionWorld.FORK).to(Depth.MOVED, Depth.REORGANISED));
    seeds.put("sync-to-a-wrong-block", sync(SessionWorld.WRONG).to(Depth.CHARGED, Depth.BANNED));
    seeds.put("presync-light", sync(SessionWorld.LIGHT).to(Depth.PRESYNC));
    seeds.put("presync-heavy", sync(SessionWorld.HEAVY).to(Depth.PRESYNC));
    seeds.put("presync-mismatch", presyncMismatch());
    seeds.put("compact-block-with-missing-transactions", compactBlock());
    seeds.put("compact-block-that-is-wrong", wrongCompactBlock());
    seeds.put("transactions", transactions());
    seeds.put("addresses-and-dials", addresses());
    seeds.put("requests-beyond-the-budget", requests());
    seeds.put("frame-that-is-no-message", noMessage());
    seeds.put("jobs-that-end-late", lateJobs());
    seeds.put("bodies-before-their-parents", bodiesBackwards());
    return seeds;
  }

  private static Seed handshake() {
    return new Script()
        .step(Step.CONNECT, 0, 0, 0, 0)
        .message(0, Kind.HELLO, 0, 0, 0, 7)
        .message(0, Kind.INTRODUCTION, 200, 0, 1, 1)
        .time(2)
        .message(0, Kind.PING, 9)
        .message(0, Kind.GOODBYE, 4)
        .to(Depth.OPEN);
  }

  private static Script sync(int world) {
    Script script = new Script().open(0);
    for (int i = 0; i < 8; i++) {
      script.answerAll(0, world).time(2);
    }
    return script.answerAll(0, world).time(LONG);
  }

  private static Seed presyncMismatch() {
    Script script = new Script().open(0);
    script.step(Step.ANSWER, 0, SessionWorld.HEAVY);
    for (int i = 0; i < 3; i++) {
      script.answerAll(0, SessionWorld.HEAVY);
    }
    return script.answerAll(0, SessionWorld.LIGHT).time(LONG).open(1).answerAll(1, 1).to();
  }

  private static Seed compactBlock() {
    Script script = new Script().open(0).open(1);
    script.answerAll(0, SessionWorld.NEXT).answerAll(1, SessionWorld.NEXT).time(2);
    script.message(0, Kind.WANT_COMPACT_BLOCKS, 0);
    for (int block = 0; block < 8; block++) {
      script.message(0, Kind.COMPACT_BLOCK, block, 5, 0);
      script.step(Step.ANSWER, 0, SessionWorld.NEXT).answerAll(0, SessionWorld.NEXT).time(1);
    }
    return script.time(LONG).to(Depth.MOVED);
  }

  private static Seed wrongCompactBlock() {
    Script script = new Script().open(0).open(1).open(2).time(2);
    for (int change = 1; change < 5; change++) {
      int link = change % 3;
      script.message(link, Kind.COMPACT_BLOCK, NEXT_BLOCK - 2, 5, change);
      script.message(link, Kind.COMPACT_BLOCK, change, 5, change, change);
      script.message(link, Kind.BLOCK_TRANSACTIONS, NEXT_BLOCK, 2, 1, 2);
      script.answerAll(link, change);
    }
    return script.time(LONG).to(Depth.CHARGED);
  }

  private static Seed transactions() {
    Script script = new Script().open(0).open(1);
    script.answerAll(0, SessionWorld.NOTHING).answerAll(1, SessionWorld.NOTHING).time(3);
    script.message(0, Kind.TRANSACTION_ANNOUNCEMENT, 6, 0, 1, 2, 3, 4, 5);
    script.message(1, Kind.TRANSACTION_ANNOUNCEMENT, 6, 0, 1, 2, 200, 201, 202);
    script.time(3).answerAll(0, 0).answerAll(1, SessionWorld.NOTHING).time(3).answerAll(1, 0);
    script.message(0, Kind.TRANSACTIONS, 2, 7, 8, 0);
    script.message(1, Kind.GET_TRANSACTIONS, 3, 0, 1, 250).time(LONG);
    return script.step(Step.OWN_TRANSACTION, 0, 9).time(LONG).to(Depth.POOLED, Depth.CHARGED);
  }

  private static Seed addresses() {
    Script script = new Script().step(Step.JOIN, 0, 1).open(0).time(2);
    script.answerAll(0, SessionWorld.NEXT).message(0, Kind.GET_ADDRESSES);
    script.message(0, Kind.ADDRESSES, 3, 80, 81, 82).time(LONG);
    script.step(Step.CONNECT_AS_DIALLED, 1, 3, 1).answerAll(1, 0).time(LONG);
    script.step(Step.DIAL_FAILED, 0, 27).step(Step.SIGHTING, 0, 13, 13).time(LONG);
    script.step(Step.CONNECT_AS_DIALLED, 2, 3, 1).step(Step.INTERFACES, 0);
    return script.time(LONG).to(Depth.DIALLED, Depth.OPEN);
  }

  private static Seed requests() {
    Script script = new Script().open(0);
    for (int i = 0; i < 20; i++) {
      script.message(0, Kind.PING, i).message(0, Kind.GET_BLOCKS, 2, 20, 21);
    }
    script.step(Step.UNWRITABLE, 0).message(0, Kind.GET_HEADERS, 1, 1, 25);
    for (int i = 0; i < 6; i++) {
      script.message(0, Kind.GET_BLOCKS, 3, 20, 21, 255, 7);
    }
    return script.step(Step.WRITABLE, 0).time(LONG).to(Depth.PAUSED, Depth.CHARGED);
  }

  private static Seed noMessage() {
    return new Script()
        .open(0)
        .step(Step.FRAME, 0, 4, 0x2a, 2, 8, 1) // a ping
        .step(Step.FRAME, 0, 3, 255, 255, 255)
        .to(Depth.REFUSED_FRAME);
  }

  private static Seed lateJobs() {
    Script script = new Script().step(Step.HOLD_WORKERS, 0).open(0).open(1);
    for (int i = 0; i < 6; i++) {
      script.answerAll(0, SessionWorld.NEXT).answerAll(1, SessionWorld.FORK);
      script.step(Step.OWN_BLOCK, 0, i).step(Step.FINISH_JOB, 0, 255 - i).time(1);
    }
    return script.step(Step.CLOSE, 0).step(Step.FINISH_JOB, 0, 1).time(LONG).to(Depth.OPEN);
  }

  private static Seed bodiesBackwards() {
    Script script = new Script().open(0).open(1);
    for (int block = 7; block >= 0; block--) {
      script.step(Step.OWN_BLOCK, 0, block).message(1, Kind.FULL_BLOCK, 8 + block);
    }
    return script.time(LONG).to(Depth.MOVED, Depth.CHARGED);
  }

  /** Writes them into a directory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Files.createDirectories(directory);
    for (Map.Entry<String, Seed> seed : all().entrySet()) {
      Files.write(directory.resolve(seed.getKey() + ".bin"), seed.getValue().bytes());
    }
  }
}
