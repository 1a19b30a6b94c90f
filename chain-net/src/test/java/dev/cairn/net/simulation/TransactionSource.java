package dev.cairn.net.simulation;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Users who send coins to one another through honest nodes that they choose at random. Each looks
 * at what its node knows, so that two nodes with different views get conflicting transactions.
 */
public final class TransactionSource {

  private final SimulatedWorld world;
  private final RandomGenerator random;
  private double perSecond;
  private long period;
  private long sent;

  public TransactionSource(SimulatedWorld world) {
    this.world = world;
    this.random = world.split();
  }

  /** Sends at this rate from now on; 0 stops. */
  public void setPerSecond(double rate) {
    perSecond = rate;
    period++;
    scheduleNext(period);
  }

  private void scheduleNext(long forPeriod) {
    if (perSecond <= 0) {
      return;
    }
    double seconds = -StrictMath.log(1 - random.nextDouble()) / perSecond;
    world
        .time()
        .after(
            (long) (seconds * 1000),
            () -> {
              if (forPeriod == period) {
                if (!world.honest().isEmpty()) {
                  sendOne();
                }
                scheduleNext(forPeriod);
              }
            });
  }

  /**
   * Sends one transaction now.
   *
   * @throws IllegalArgumentException when no honest node runs
   */
  public Transaction sendOne() {
    List<SimulatedNode> nodes = world.honest();
    SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    Transaction transaction = transfer(node);
    node.program().submit(transaction);
    sent++;
    return transaction;
  }

  private Transaction transfer(SimulatedNode node) {
    KeyPair sender = SimulatedKeys.funded(random.nextInt(SimulatedKeys.FUNDED));
    KeyPair recipient = SimulatedKeys.funded(random.nextInt(SimulatedKeys.FUNDED));
    long sequence =
        node.tip().account(sender.publicKey()).sequence()
            + node.mempool().pendingOf(sender.publicKey()).size();
    return Transaction.sign(
        sender,
        world.settings().network().id(),
        sequence,
        new Amount(200 + random.nextInt(1000)),
        new Transfer(recipient.publicKey(), new Amount(1 + random.nextInt(1000))).payload());
  }

  /** How many were sent. */
  public long sent() {
    return sent;
  }
}
