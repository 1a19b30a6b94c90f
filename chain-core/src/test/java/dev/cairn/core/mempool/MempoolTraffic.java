package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random traffic at a pool on a real chain, with a naive pool beside it; after each step both have
 * the same.
 */
final class MempoolTraffic {

  /** Eight with coins, two without at first, of which the first one mines. */
  private static final int SENDERS = 10;

  /** Few, so that equal fees and equal sizes are frequent. */
  private static final int[] RECORD_BYTES = {1, 10, 38, 39, 40, 300, 900};

  private final Random random;
  private final NetworkParameters network =
      ChainFixture.network().sizes(1_600, 900).minimumFee(new Amount(20)).build();
  private final ChainFixture fixture = new ChainFixture(network, Applications.standard());
  private final Chain chain = fixture.chain();
  private final Mempool pool;
  private final NaiveMempool model;
  private final List<Transaction> known = new ArrayList<>();
  private final TreeMap<String, Integer> seen = new TreeMap<>();
  private long now = ChainFixture.LATER.seconds();

  MempoolTraffic(Random random) {
    this.random = random;
    long heapBytes = new long[] {4_000, 15_000, 40_000}[random.nextInt(3)];
    MempoolLimits limits = new MempoolLimits(heapBytes, 6, 3, 100, random.nextInt(3));
    Timestamp start = new Timestamp(now);
    pool = new Mempool(network, chain.transactionRules(), limits, chain.tip(), start);
    model = new NaiveMempool(network, limits, chain.tip(), now);
    chain.addListener(pool);
    chain.addListener(
        new ChainListener() {
          private final List<Transaction> undone = new ArrayList<>();

          @Override
          public void onDisconnected(ChainedHeader header, Block block) {
            undone.addAll(0, block.transactions());
          }

          @Override
          public void onTip(Tip tip, int disconnected) {
            model.onTip(tip, undone, disconnected > 0);
            undone.clear();
          }
        });
  }

  /** How often each answer was given, and each other thing happened. */
  TreeMap<String, Integer> seen() {
    return seen;
  }

  /** Does something, compares, and gives what the pool has. */
  String step() {
    int dice = random.nextInt(100);
    if (dice < 80) {
      add(dice < 65 || known.isEmpty() ? anyTransaction() : known());
    } else if (dice < 90) {
      mineOn(chain.tip().hash(), 1);
    } else if (dice < 95) {
      reorganise();
    } else {
      now += random.nextInt(60) - 10;
      pool.advance(new Timestamp(now));
      model.advance(now);
    }
    List<Transaction> contents = pool.transactions();
    assertThat(contents).isEqualTo(model.contents());
    PoolCheck.check(pool);
    return contents + " " + compareTemplates();
  }

  private void count(String event) {
    seen.merge(event, 1, Integer::sum);
  }

  private void add(Transaction transaction) {
    String answer = PoolFixture.code(pool.add(transaction));
    assertThat(answer).isEqualTo(model.add(transaction));
    count(answer);
  }

  private Transaction known() {
    return known.get(Math.max(0, known.size() - 1 - random.nextInt(60)) % known.size());
  }

  private Transaction anyTransaction() {
    int sender = random.nextInt(SENDERS);
    long sequence = chain.tip().account(ChainFixture.key(sender)).sequence();
    int pending = pool.pendingOf(ChainFixture.key(sender)).size();
    int dice = random.nextInt(100);
    if (dice < 50) {
      sequence += pending;
    } else if (dice < 97) {
      sequence += random.nextInt(pending + 4);
    } else {
      sequence = Math.max(0, sequence - 1);
    }
    return transaction(sender, sequence);
  }

  private Transaction transaction(int sender, long sequence) {
    long fee = 10 + random.nextInt(8) * (random.nextBoolean() ? 10L : 300L);
    Transaction transaction =
        random.nextInt(100) < 60
            ? fixture.transfer(sender, random.nextInt(SENDERS), amount(), sequence, fee)
            : record(sender, sequence, fee);
    known.add(transaction);
    return transaction;
  }

  private long amount() {
    return random.nextInt(4) > 0
        ? 1 + random.nextInt(1_000)
        : 1 + random.nextInt((int) (ChainFixture.BALANCE / 2));
  }

  private Transaction record(int sender, long sequence, long fee) {
    byte[] payload = new byte[1 + RECORD_BYTES[random.nextInt(RECORD_BYTES.length)]];
    return Transaction.sign(
        ChainFixture.keyPair(sender),
        network.id(),
        sequence,
        new Amount(fee),
        new Payload(DocumentRecord.TYPE, Bytes.of(payload)));
  }

  /** Valid transactions in any order: what is known, and what nobody has seen. */
  private BlockHash mineOn(BlockHash parent, int blocks) {
    BlockHash tip = parent;
    List<Block> branch = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      Block block = fixture.on(tip).with(validAfter(tip).toArray(Transaction[]::new)).mine();
      branch.add(block);
      tip = block.hash();
    }
    Verdict verdict = ChainFixture.submit(chain, branch);
    assertThat(verdict).isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
    count("BLOCK");
    return tip;
  }

  private List<Transaction> validAfter(BlockHash parent) {
    Tip tip = fixture.at(parent);
    BlockBuilder trial =
        new BlockBuilder(
            network, chain.headerRules(), chain.transactionRules(), tip, tip.header().time());
    List<Transaction> valid = new ArrayList<>();
    int tries = random.nextInt(30);
    for (int i = 0; i < tries; i++) {
      int sender = random.nextInt(SENDERS);
      Transaction transaction =
          known.isEmpty() || random.nextInt(10) == 0
              ? transaction(sender, tip.account(ChainFixture.key(sender)).sequence())
              : known();
      if (trial.add(transaction).isEmpty()) {
        valid.add(transaction);
      }
    }
    return valid;
  }

  private void reorganise() {
    int depth = 1 + random.nextInt(3);
    if (chain.tip().height().value() < depth) {
      return;
    }
    BlockHash fork = chain.tip().hash();
    for (int i = 0; i < depth; i++) {
      fork = chain.header(fork).orElseThrow().header().previous();
    }
    mineOn(fork, depth + 1);
    count("REORGANISATION");
  }

  private List<Transaction> compareTemplates() {
    BlockBuilder builder = BlockBuilder.onTip(chain, new Timestamp(now));
    int added = pool.fill(builder);
    Block block = builder.build(ChainFixture.key(9)).block();
    assertThat(block.transactions()).hasSize(added).isEqualTo(model.template());
    assertThat(pool.transactions()).as("nothing is dropped").isEqualTo(model.contents());
    assertThat(chain.rules().checkInIsolation(block).rejection()).isEmpty();
    Height height = chain.tip().height().next();
    assertThat(chain.rules().apply(block, height, new StateOverlay(chain.tip().state()))).isEmpty();
    return block.transactions();
  }
}
