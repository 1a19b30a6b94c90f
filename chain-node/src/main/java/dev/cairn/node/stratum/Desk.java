package dev.cairn.node.stratum;

import dev.cairn.core.block.Block;
import dev.cairn.core.value.Bytes;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the current work to all sessions. Confined to one thread. */
final class Desk {

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /**
   * Miners get a job at least so often, for its time and for better transactions: some of them
   * never change the time themselves.
   */
  static final long RENEWAL_MILLIS = 10_000;

  private final Totals totals = new Totals();
  private final Set<Session> sessions = new LinkedHashSet<>();
  private long nextExtraNonce;

  /** The best that there is. */
  private Optional<Work> newest = Optional.empty();

  /** What was given out last: of the same round, and with the same bits. */
  private Optional<Work> work = Optional.empty();

  private long givenMillis;

  /**
   * @param firstExtraNonce random, so that nodes with the same recipient do not hash the same
   */
  Desk(long firstExtraNonce) {
    nextExtraNonce = firstExtraNonce;
  }

  Totals totals() {
    return totals;
  }

  /**
   * What is to be mined; empty when nothing is. It is the same for all sessions until something is
   * given to all, so that they do not each hold on to other work.
   */
  Optional<Work> work() {
    return work;
  }

  Session open(Link link, String host, Moment now) {
    Bytes extraNonce1 = Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(nextExtraNonce++).array());
    Session session = new Session(this, link, host, extraNonce1, now);
    sessions.add(session);
    return session;
  }

  void close(Session session) {
    sessions.remove(session);
  }

  /** Something better can be mined. */
  void onWork(Work next, Moment now) {
    boolean isNewRound = !newest.map(Work::round).equals(Optional.of(next.round()));
    boolean isClean = isNewRound || !newest.map(Work::bits).equals(Optional.of(next.bits()));
    newest = Optional.of(next);
    if (isClean) {
      give(isNewRound, true, now);
    }
  }

  /** Nothing is to be mined for the time being; blocks of what was are still taken. */
  void onNothing() {
    newest = Optional.empty();
    work = Optional.empty();
  }

  /** The node is in another network, or in none: nothing counts any more. */
  void forgetWork() {
    onNothing();
    sessions.forEach(Session::forgetWork);
  }

  /** Call it several times a second. */
  void onTick(Moment now) {
    if (now.millis() - givenMillis >= RENEWAL_MILLIS) {
      give(false, false, now);
    }
    List.copyOf(sessions).forEach(session -> session.onTick(now));
    totals.onLook(
        sessions.size(),
        sessions.stream().filter(Session::isWorking).mapToInt(Session::workerCount).sum(),
        sessions.stream().mapToDouble(session -> session.hashesPerSecond(now)).sum());
  }

  private void give(boolean isNewRound, boolean isClean, Moment now) {
    work = newest;
    givenMillis = now.millis();
    List.copyOf(sessions).forEach(session -> session.onWork(isNewRound, isClean, now));
  }

  void onBlock(Block block, String worker) {
    LOG.info("block {} {} was found by {}", block.coinbase().height(), block.hash(), worker);
  }

  /** Those that have work, the longest connected first. */
  List<WorkerStatus> workers(Moment now) {
    return sessions.stream()
        .filter(Session::isWorking)
        .flatMap(session -> session.statuses(now).stream())
        .toList();
  }
}
