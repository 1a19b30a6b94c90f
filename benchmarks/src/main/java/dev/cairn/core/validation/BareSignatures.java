package dev.cairn.core.validation;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.NetworkId;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Nothing but the verification of signatures: what bounds all that has to verify them. */
public final class BareSignatures {

  private static final int BATCH = 16;

  private final byte[][] keys;
  private final byte[][] signatures;
  private final byte[][] messages;

  /** Takes what has to be verified out of these transactions. */
  public BareSignatures(List<Transaction> transactions, NetworkId network) {
    keys = transactions.stream().map(each -> each.sender().toArray()).toArray(byte[][]::new);
    signatures =
        transactions.stream().map(each -> each.signature().toArray()).toArray(byte[][]::new);
    messages =
        transactions.stream().map(each -> each.signedMessage(network)).toArray(byte[][]::new);
  }

  /** Verifies all on the caller's thread. */
  public void verify() {
    work(new AtomicInteger());
  }

  /** Verifies all on the caller's thread and one of this executor. */
  public void verifyOnTwoThreads(ExecutorService executor)
      throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    Future<?> helper = executor.submit(() -> work(next));
    work(next);
    helper.get();
  }

  private void work(AtomicInteger next) {
    for (int from = next.getAndAdd(BATCH); from < keys.length; from = next.getAndAdd(BATCH)) {
      for (int i = from; i < Math.min(keys.length, from + BATCH); i++) {
        if (!Ed25519.verify(signatures[i], 0, keys[i], 0, messages[i], 0, messages[i].length)) {
          throw new IllegalStateException("signature " + i + " is wrong");
        }
      }
    }
  }
}
