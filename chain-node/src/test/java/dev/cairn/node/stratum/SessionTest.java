package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

  private static final String EXTRA_NONCE_1 = "0102030405060708";
  private static final PublicKey FRIEND =
      KeyPair.fromSeed(
              new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24, 25, 26, 27, 28, 29, 30, 31, 32
              })
          .publicKey();

  private final Desk desk = new Desk(0x0102030405060708L);
  private final Templates easy = new Templates(NetworkParameters.dev());
  private final Timestamp start = easy.start().plusSeconds(100);

  /** One hash in about 65,536 is a share, and one in 2^32 a block, until it is eased. */
  private final Templates hard =
      new Templates(
          new NetworkParameters.Builder("hard", Bytes.of(new byte[16]), easy.start())
              .bits(new CompactBits(0x207fffff))
              .genesisBits(new CompactBits(0x1d00ffff))
              .difficulty(10, 600, 300)
              .build());

  private FakeMiner miner() {
    return new FakeMiner(desk, start);
  }

  private FakeMiner working(Work work) {
    FakeMiner miner = miner();
    desk.onWork(work, miner.now());
    miner.introduce("rig");
    return miner;
  }

  private Work easyWork() {
    return easy.work(easy.round(), start, 4);
  }

  private static String submit(String job, String extraNonce2, Timestamp time, int nonce) {
    return "{'id':9,'method':'mining.submit','params':['rig','%s','%s','%s','%s']}"
        .formatted(job, extraNonce2, hex((int) time.seconds()), hex(nonce));
  }

  private static String hex(int word) {
    return HexFormat.of().toHexDigits(word);
  }

  private String submit(FakeMiner miner, int nonce) {
    return submit(miner.lastJob().get(0).asText(), "0000000000000000", start, nonce);
  }

  /** The first nonce that is what is wanted, at a difficulty where nearly half of all are. */
  private static int nonce(Job job, boolean isBlock) {
    for (int nonce = 0; ; nonce++) {
      Share share =
          new Share(
              "rig",
              job.id(),
              Bytes.of(new byte[8]),
              job.work().timeAt(new Timestamp(0)),
              nonce,
              OptionalInt.empty());
      Block block = job.block(share, Bytes.ofHex(EXTRA_NONCE_1), job.work().version());
      if (job.work().target().isMetBy(block.hash()) == isBlock) {
        return nonce;
      }
    }
  }

  private static Job job(Work work) {
    return Job.of("0", work, work.coinbase(Optional.empty()), work.difficulty());
  }

  @Test
  void introducesItselfAsCpuminerExpects() {
    FakeMiner miner = miner();
    desk.onWork(easyWork(), miner.now());

    miner.say("{'id':1,'method':'mining.subscribe','params':['cpuminer/2.5.1']}");
    miner.say("{'id':2,'method':'mining.authorize','params':['rig','x']}");

    assertThat(miner.heard()).hasSize(4);
    assertThat(miner.heard().get(0))
        .hasToString(
            """
            {"id":1,"result":[[["mining.set_difficulty","0102030405060708"],\
            ["mining.notify","0102030405060708"]],"0102030405060708",8],"error":null}\
            """);
    assertThat(miner.heard().get(1)).hasToString("{\"id\":2,\"result\":true,\"error\":null}");
    assertThat(miner.heard().get(2).get("method").asText()).isEqualTo("mining.set_difficulty");
    assertThat(miner.heard().get(2).get("params").get(0).asDouble())
        .isBetween(4.6e-10, 4.6565423739069247e-10);
    assertThat(miner.heard().get(3).get("method").asText()).isEqualTo("mining.notify");
  }

  /**
   * The ids of the four transfers are given; all else was computed with Python:
   *
   * <pre>
   * from hashlib import sha256
   * def h(b): return sha256(sha256(b).digest()).digest()
   * level, branch = [None] + ids, []
   * while len(level) > 1:
   *     branch.append(level[1])
   *     if len(level) % 2: level.append(level[-1])
   *     level = [None] + [h(level[i] + level[i + 1]) for i in range(2, len(level), 2)]
   * words = b"".join(previous[i:i + 4][::-1] for i in range(0, 32, 4))
   * coinb1 = b"\0" + (1).to_bytes(8, "little")
   * coinb2 = recipient + (5000000005).to_bytes(8, "little") + bytes(32) + b"\5Cairn"
   * </pre>
   *
   * with the dev network's genesis 05928d42...919e18eb (in the order of the bytes) as previous.
   */
  @Test
  void aJobIsWhatOthersComputeByteByByte() {
    Work work = easyWork();
    assertThat(work.blockWith(null, work.coinbase(Optional.empty())).transactions())
        .extracting(transfer -> transfer.id().toHex())
        .containsExactly(
            "40ddb82c710dc0688b409bc9bd130f984f7467a9d8ceb93e134148efa86fd4c1",
            "2263ca1ec844434d7e777cc9867be0fa79a97496099c0ba6e0a454d6afd7c1a0",
            "aeb8e1559c3a1c6b1db04a2b27ec24b3b6155f1b972a2c7a72400cb77ba56d47",
            "398c6c830c159279e3d297a944683e151fc4361f1942d5e8d5e945c9e9395d87");

    FakeMiner miner = working(work);

    assertThat(miner.lastJob())
        .hasToString(
            """
            ["1",\
            "428d9205b9ed0b2a4095cb5fbce75106c6b17076a693e34997598522eb198e91",\
            "000100000000000000",\
            "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29\
            05f2052a0100000000000000000000000000000000000000000000000000000000000000\
            00000000054361\
            69726e",\
            ["40ddb82c710dc0688b409bc9bd130f984f7467a9d8ceb93e134148efa86fd4c1",\
            "e47f9c200be2713945ce91ac4e634941cdeed3c1edba66e65210e2828c8c7437",\
            "190bb078cfa4fdb3867814c823f00692dc5fce98259b50df18163de3c73f8047"],\
            "20000000","207fffff","6955b964",true]\
            """);
  }

  /**
   * As above: {@code coinbase = coinb1 + extranonce1 + extranonce2 + coinb2}, the root folded over
   * the branch and once more counted over the whole tree, and {@code header = u(version) + previous
   * + root + u(0x6955b964) + u(0x207fffff) + u(0xdeadbeef)} with u little-endian.
   */
  @Test
  void aShareMakesTheHeaderThatOthersCompute() {
    Job job = job(easyWork());
    Share share =
        new Share(
            "rig",
            "0",
            Bytes.ofHex("1112131415161718"),
            new Timestamp(0x6955b964L),
            0xdeadbeef,
            OptionalInt.empty());

    Block plain = job.block(share, Bytes.ofHex(EXTRA_NONCE_1), 0x20000000);
    Block rolled = job.block(share, Bytes.ofHex(EXTRA_NONCE_1), 0x20c0a000);

    String rest =
        "05928d422a0bedb95fcb95400651e7bc7670b1c649e393a622855997918e19eb"
            + "ace233df95a552054e5a4561d29522fd1ea19e23d0e069aca302817accd091b8"
            + "64b95569ffff7f20efbeadde";
    assertThat(HexFormat.of().formatHex(plain.header().toArray())).isEqualTo("00000020" + rest);
    assertThat(plain.hash())
        .hasToString("c007bbe876f9c7d3883d3bb90c849ced7a450cd4ea12d9ce7151631e522ccd20");
    assertThat(HexFormat.of().formatHex(rolled.header().toArray())).isEqualTo("00a0c020" + rest);
    assertThat(rolled.hash())
        .hasToString("d2b1df93e2d394a0b266e8a0139d5ef0cced4e52aff1bc7faf7aa390352f7f74");
    assertThat(plain.coinbase().extraNonce()).hasToString(EXTRA_NONCE_1 + "1112131415161718");
  }

  @Test
  void aBlockWithoutTransactionsHasNoBranch() {
    FakeMiner miner = working(easy.work(easy.round(), start, 0));

    assertThat(miner.lastJob().get(4)).isEmpty();
  }

  @Test
  void aShareThatMeetsTheBlocksTargetIsHandedIn() {
    Work work = easyWork();
    FakeMiner miner = working(work);

    JsonNode answer = miner.ask(submit(miner, nonce(job(work), true)));

    assertThat(answer).hasToString("{\"id\":9,\"result\":true,\"error\":null}");
    assertThat(easy.found()).hasSize(1);
    Block block = easy.found().get(0);
    assertThat(work.target().isMetBy(block.hash())).isTrue();
    assertThat(block.transactions()).hasSize(4);
    assertThat(block.coinbase().recipient()).isEqualTo(Templates.NODE);
    assertThat(miner.status().blocks()).isEqualTo(1);
    assertThat(desk.totals().blocks(BlockResult.TIP)).isEqualTo(1);
  }

  @Test
  void theAddressInTheNameGetsTheReward() {
    Work work = easyWork();
    FakeMiner miner = miner();
    desk.onWork(work, miner.now());
    miner.introduce(FRIEND.toAddress() + ".rig");
    Job job = Job.of("0", work, work.coinbase(Optional.of(FRIEND)), work.difficulty());

    String line = submit(miner, nonce(job, true));
    miner.ask(line.replace("'rig'", "'" + FRIEND.toAddress() + ".rig'"));

    assertThat(easy.found())
        .singleElement()
        .satisfies(block -> assertThat(block.coinbase().recipient()).isEqualTo(FRIEND));
    assertThat(miner.status().recipient()).contains(FRIEND);
  }

  @Test
  void anAddressWithAMistakeIsRefusedWithAHint() {
    FakeMiner miner = miner();
    String address = FRIEND.toAddress();
    String wrong = address.substring(0, 63) + (address.charAt(63) == 'q' ? 'p' : 'q');

    assertThat(miner.error("{'id':2,'method':'mining.authorize','params':['" + wrong + "','x']}"))
        .startsWith("[24,")
        .contains("BECH32_CHECKSUM")
        .contains("copy it again");
  }

  @Test
  void oneConnectionMinesForOneAddress() {
    FakeMiner miner = working(easyWork());

    assertThat(miner.error("{'id':3,'method':'mining.authorize','params':['" + FRIEND + "']}"))
        .startsWith("[24,");
    assertThat(miner.ask("{'id':4,'method':'mining.authorize','params':['rig2']}").get("result"))
        .hasToString("true");
    for (int i = 3; i <= Workers.MOST; i++) {
      miner.say("{'id':4,'method':'mining.authorize','params':['rig" + i + "']}");
    }
    assertThat(miner.error("{'id':4,'method':'mining.authorize','params':['one more']}"))
        .startsWith("[24,");
    assertThat(miner.ask("{'id':4,'method':'mining.authorize','params':['rig2']}").get("result"))
        .hasToString("true");
  }

  @Test
  void countsWhatEachWorkerOfAConnectionDoes() {
    Work work = hard.work(hard.round(), start, 1);
    FakeMiner miner = working(work);
    miner.say("{'id':4,'method':'mining.authorize','params':['rig2']}");
    String line = submit(miner, 0);

    miner.say(line.replace("'rig'", "'rig2'"));
    miner.say(line.replace("'rig'", "'rig2'").replace("'params':['rig2','", "'params':['rig2','x"));
    miner.say(line.replace("'rig'", "'stranger'"));
    desk.onTick(miner.now());

    assertThat(desk.workers(miner.now()))
        .extracting(WorkerStatus::name)
        .containsExactly("rig", "rig2");
    assertThat(desk.workers(miner.now()).get(0).shares().values()).containsOnly(0L);
    assertThat(desk.workers(miner.now()).get(1).shares())
        .containsEntry(ShareResult.LOW_DIFFICULTY, 1L)
        .containsEntry(ShareResult.STALE, 1L);
    assertThat(desk.totals().shares(ShareResult.INVALID)).isEqualTo(1);
    assertThat(desk.totals().workers()).isEqualTo(2);
    assertThat(desk.totals().connections()).isEqualTo(1);
  }

  @Test
  void aShareOfABlockThatWasFoundIsStale() {
    Work work = easyWork();
    FakeMiner miner = working(work);
    String line = submit(miner, nonce(job(work), true));
    miner.say(line);

    assertThat(miner.error(line)).startsWith("[21,");
    assertThat(miner.status().shares()).containsEntry(ShareResult.STALE, 1L);
  }

  @Test
  void whenABlockIsRefusedTheWorkGoesOn() {
    Work work = easyWork();
    FakeMiner miner = working(work);
    easy.result(BlockResult.REFUSED);
    String line = submit(miner, nonce(job(work), true));
    miner.say(line);

    assertThat(miner.error(line)).isEqualTo("[22,'Duplicate share',null]");
    assertThat(miner.status().blocks()).isZero();
    assertThat(miner.status().shares()).containsEntry(ShareResult.DUPLICATE, 1L);
  }

  @Test
  void aBlockThatCameTooLateIsNotCountedAndEndsTheRound() {
    Work work = easyWork();
    FakeMiner miner = working(work);
    easy.result(BlockResult.STALE);
    String line = submit(miner, nonce(job(work), true));
    miner.say(line);

    assertThat(miner.error(line)).startsWith("[21,");
    assertThat(miner.status().blocks()).isZero();
    assertThat(desk.totals().blocks(BlockResult.TIP)).isZero();
    assertThat(desk.totals().blocks(BlockResult.STALE)).isEqualTo(1);
  }

  @Test
  void sharesAreJudgedByTheDifficultyOfTheirJob() {
    Work work = hard.work(hard.round(), start, 1);
    FakeMiner miner = miner();
    desk.onWork(work, miner.now());
    miner.say("{'id':1,'method':'mining.suggest_difficulty','params':[0.0000000001]}");
    miner.introduce("rig");
    assertThat(miner.told("mining.set_difficulty").get(0).get(0).asDouble())
        .isEqualTo(VariableDifficulty.LOWEST);
    String first = miner.lastJob().get(0).asText();

    miner.say("{'id':1,'method':'mining.suggest_difficulty','params':[0.75]}");
    String second = miner.lastJob().get(0).asText();
    assertThat(second).isNotEqualTo(first);
    assertThat(miner.lastJob().get(8)).hasToString("false");
    Job easier =
        Job.of(
            first,
            work,
            work.coinbase(Optional.empty()),
            new Difficulty(VariableDifficulty.LOWEST));
    int nonce = 0;
    while (!isShare(easier, nonce)) {
      nonce++;
    }

    assertThat(miner.error(submit(second, "0000000000000000", start, nonce)))
        .isEqualTo("[23,'Low difficulty share',null]");
    assertThat(miner.ask(submit(first, "0000000000000000", start, nonce)).get("result"))
        .hasToString("true");
    assertThat(miner.error(submit(second, "0000000000000000", start, nonce))).startsWith("[22,");
    assertThat(hard.found()).isEmpty();
    assertThat(miner.status().hashesPerSecond()).isPositive();
  }

  private boolean isShare(Job job, int nonce) {
    Share share =
        new Share("rig", job.id(), Bytes.of(new byte[8]), start, nonce, OptionalInt.empty());
    Block block = job.block(share, Bytes.ofHex(EXTRA_NONCE_1), job.work().version());
    return job.shareTarget().isMetBy(block.hash());
  }

  @Test
  void noShareIsHarderThanABlock() {
    FakeMiner miner = miner();
    desk.onWork(easyWork(), miner.now());
    miner.say("{'id':1,'method':'mining.suggest_difficulty','params':[1000000]}");
    miner.introduce("rig");

    assertThat(miner.told("mining.set_difficulty").get(0).get(0).asDouble()).isLessThan(4.66e-10);
  }

  @Test
  void theTimeOfAShareHasToFitItsBits() {
    Timestamp born = hard.start();
    Work work = hard.work(hard.round(), start, 0);
    FakeMiner miner = working(work);
    String job = miner.lastJob().get(0).asText();
    long easing = 6 * 600;
    Timestamp late = born.plusSeconds(easing - 1);

    assertThat(miner.error(submit(job, "0000000000000000", born.plusSeconds(-1), 0)))
        .startsWith("[20,")
        .contains("before the parent");
    assertThat(miner.error(submit(job, "0000000000000000", born, 0))).startsWith("[23,");
    assertThat(miner.error(submit(job, "0000000000000000", start.plusSeconds(300), 0)))
        .startsWith("[23,");
    assertThat(miner.error(submit(job, "0000000000000000", start.plusSeconds(301), 0)))
        .startsWith("[20,")
        .contains("future");
    miner.pass(easing - 100);
    job = miner.lastJob().get(0).asText();
    assertThat(miner.error(submit(job, "0000000000000000", late, 0))).startsWith("[23,");
    assertThat(miner.error(submit(job, "0000000000000000", late.plusSeconds(1), 0)))
        .startsWith("[20,")
        .contains("bits");
  }

  @Test
  void otherBitsOfTheSameTipAreACleanJobAndOldSharesStillCount() {
    Round round = hard.round();
    FakeMiner miner = working(hard.work(round, start, 0));
    String old = miner.lastJob().get(0).asText();

    Timestamp later = hard.start().plusSeconds(6 * 600);
    desk.onWork(hard.work(round, later, 0), miner.now());

    assertThat(miner.lastJob().get(8)).hasToString("true");
    assertThat(miner.lastJob().get(6)).isNotEqualTo(miner.told("mining.notify").get(0).get(6));
    assertThat(miner.error(submit(old, "0000000000000000", start, 0))).startsWith("[23,");
  }

  @Test
  void aNewTipMakesOldJobsStale() {
    FakeMiner miner = working(easyWork());
    String line = submit(miner, 0);

    desk.onWork(easyWork(), miner.now());

    assertThat(miner.lastJob().get(8)).hasToString("true");
    assertThat(miner.error(line)).startsWith("[21,");
  }

  @Test
  void jobsGetTheTimeAndBetterTransactionsEveryTenSeconds() {
    Round round = easy.round();
    FakeMiner miner = working(easy.work(round, start, 0));
    desk.onTick(miner.now());
    miner.heard().clear();

    desk.onWork(easy.work(round, start, 1), miner.now());
    assertThat(miner.heard()).isEmpty();
    miner.pass(9);
    assertThat(miner.told("mining.notify")).isEmpty();
    miner.pass(1);

    assertThat(miner.told("mining.notify")).hasSize(1);
    assertThat(miner.lastJob().get(4)).hasSize(1);
    assertThat(miner.lastJob().get(7).asText()).isEqualTo(hex((int) start.seconds() + 10));
    assertThat(miner.lastJob().get(8)).hasToString("false");
  }

  @Test
  void aJobOfAnotherDifficultyIsOfTheWorkThatAllHave() {
    Round round = hard.round();
    FakeMiner miner = working(hard.work(round, start, 0));
    desk.onTick(miner.now());

    desk.onWork(hard.work(round, start, 1), miner.now());
    miner.heard().clear();
    miner.say("{'id':1,'method':'mining.suggest_difficulty','params':[0.5]}");
    assertThat(miner.told("mining.set_difficulty")).hasSize(1);
    assertThat(miner.lastJob().get(4)).isEmpty();

    miner.pass(10);
    assertThat(miner.lastJob().get(4)).hasSize(1);
  }

  @Test
  void jobsAreKeptForSomeMinutes() {
    FakeMiner miner = working(hard.work(hard.round(), start, 0));
    String first = miner.lastJob().get(0).asText();
    desk.onTick(miner.now());

    while (Integer.parseInt(miner.lastJob().get(0).asText(), 16) < Jobs.JOBS_MOST) {
      miner.pass(10);
    }
    assertThat(miner.error(submit(first, "0000000000000000", start, 0))).startsWith("[23,");
    miner.pass(10);
    assertThat(miner.error(submit(first, "0000000000000000", start, 0))).startsWith("[21,");
  }

  @Test
  void withoutWorkItWaitsAndGetsTheFirstThatThereIs() {
    FakeMiner miner = miner();
    miner.introduce("rig");
    assertThat(miner.told("mining.notify")).isEmpty();

    desk.onWork(easyWork(), miner.now());
    assertThat(miner.lastJob().get(8)).hasToString("true");
  }

  @Test
  void withoutWorkTheDifficultyStaysAsItIs() {
    FakeMiner miner = miner();
    miner.introduce("rig");
    passInSteps(miner, 100);

    desk.onWork(hard.work(hard.round(), start, 0), miner.now());
    double first = miner.lastDifficulty();
    assertThat(first).isGreaterThan(VariableDifficulty.START / 2);
    passInSteps(miner, 2);
    assertThat(miner.lastDifficulty()).isEqualTo(first);

    desk.onNothing();
    passInSteps(miner, 100);
    desk.onWork(hard.work(hard.round(), start, 0), miner.now());
    passInSteps(miner, 2);
    assertThat(miner.lastDifficulty()).isEqualTo(first);
    passInSteps(miner, 1);
    assertThat(miner.lastDifficulty()).isLessThan(first);
  }

  private static void passInSteps(FakeMiner miner, int seconds) {
    for (int i = 0; i < seconds; i++) {
      miner.pass(1);
    }
  }

  @Test
  void whoGetsNoWorkForFiveMinutesIsLetGo() {
    FakeMiner miner = working(easyWork());
    miner.pass(1_000);
    desk.onNothing();
    miner.pass(299);
    assertThat(miner.isClosed()).isFalse();
    miner.pass(1);
    assertThat(miner.isClosed()).isTrue();
  }

  @Test
  void whenTheNodeLeavesItsNetworkNothingCounts() {
    FakeMiner miner = working(easyWork());
    String line = submit(miner, 0);

    desk.forgetWork();

    assertThat(miner.error(line)).startsWith("[21,");
  }

  @Test
  void sharesNeedASubscriptionAndAnAuthorization() {
    FakeMiner miner = miner();
    String line = submit("1", "0000000000000000", start, 0);

    assertThat(miner.error(line)).isEqualTo("[25,'Not subscribed',null]");
    miner.say("{'id':1,'method':'mining.subscribe'}");
    assertThat(miner.error(line)).isEqualTo("[24,'Unauthorized worker',null]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "['rig']",
        "{}",
        "null",
        "['rig','1','00000000','6955b964','00000000']",
        "['rig','1','000000000000000000','6955b964','00000000']",
        "['rig','1','000000000000000g','6955b964','00000000']",
        "['rig','1','0000000000000000','6955b96','00000000']",
        "['rig','1','0000000000000000','6955b964','0000000000']",
        "['rig','1','0000000000000000','6955b964','+0000000']",
        "['rig','1','0000000000000000','6955b964',0]",
        "['rig','1','0000000000000000','6955b964','00000000','2000']",
        "['rig','1','0000000000000000','6955b964','00000000','00002000']",
        "['rig','1','0000000000000000','6955b964','00000000','00000000','00']"
      })
  void sharesOfAnotherFormAreRefused(String params) {
    FakeMiner miner = working(easyWork());

    assertThat(miner.error("{'id':1,'method':'mining.submit','params':" + params + "}"))
        .startsWith("[20,");
    assertThat(desk.totals().shares(ShareResult.INVALID)).isEqualTo(1);
    assertThat(miner.isClosed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "-1.5", "'a'", "null"})
  void idsComeBackAsTheyWere(String id) {
    String answer = "{'id':" + id + ",'result':true,'error':null}";

    assertThat(miner().ask("{'id':" + id + ",'method':'mining.extranonce.subscribe'}"))
        .hasToString(answer.replace('\'', '"'));
  }

  @Test
  void speaksVersionTwoWithThoseWhoDo() {
    FakeMiner miner = miner();

    assertThat(miner.ask("{'jsonrpc':'2.0','id':'x','method':'mining.extranonce.subscribe'}"))
        .hasToString("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":true}");
    JsonNode refusal = miner.ask("{'jsonrpc':'2.0','id':1,'method':'mining.get_transactions'}");
    assertThat(refusal.get("error").get("code").asInt()).isEqualTo(20);
    assertThat(refusal.has("result")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mining.get_transactions", "eth_submitWork", "", "mining.Submit"})
  void otherMethodsAreUnknown(String method) {
    FakeMiner miner = miner();

    assertThat(miner.error("{'id':1,'method':'" + method + "','params':['1']}"))
        .startsWith("[20,'Other/Unknown");
    assertThat(miner.isClosed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "{",
        "[]",
        "7",
        "{'id':1,'method':'mining.subscribe'} {}",
        "{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':1}}}}}}}}}",
        "\u0000\u0001\ufffd"
      })
  void garbageGetsAnErrorOnceAndEndsTheConnection(String line) {
    FakeMiner miner = miner();

    assertThat(miner.error(line)).startsWith("[20,");
    assertThat(miner.heard()).hasSize(1);
    assertThat(miner.isClosed()).isTrue();
  }

  @Test
  void anAnswerAndAnEmptyLineNeedNoAnswer() {
    FakeMiner miner = miner();

    miner.say("{'id':1,'result':true,'error':null}");
    miner.say("");
    miner.say("\r");
    assertThat(miner.heard()).isEmpty();
    assertThat(miner.error("{}")).startsWith("[20,");
    assertThat(miner.isClosed()).isFalse();
  }

  @Test
  void whoDoesNotIntroduceItselfIsLetGoAndWhoHasMayBeSilent() {
    FakeMiner silent = miner();
    silent.say("{'id':1,'method':'mining.subscribe'}");
    FakeMiner patient = working(easyWork());

    silent.pass(59);
    assertThat(silent.isClosed()).isFalse();
    silent.pass(1);
    assertThat(silent.isClosed()).isTrue();
    for (int hour = 0; hour < 3; hour++) {
      patient.pass(Duration.ofHours(1).toSeconds());
    }
    assertThat(patient.isClosed()).isFalse();
  }

  @Test
  void aTargetMayBeSuggestedToo() {
    FakeMiner miner = miner();
    desk.onWork(hard.work(hard.round(), start, 0), miner.now());
    String half = "00000001fffe" + "0".repeat(52);
    miner.say("{'id':1,'method':'mining.suggest_target','params':['" + half + "']}");
    miner.introduce("rig");

    assertThat(miner.told("mining.set_difficulty").get(0).get(0).asDouble()).isEqualTo(0.5);
    for (String wrong : List.of("['x']", "['00']", "[1]", "[]")) {
      assertThat(miner.error("{'id':1,'method':'mining.suggest_target','params':" + wrong + "}"))
          .startsWith("[20,");
    }
    for (String wrong : List.of("['x']", "[0]", "[-1]", "[]")) {
      assertThat(
              miner.error("{'id':1,'method':'mining.suggest_difficulty','params':" + wrong + "}"))
          .startsWith("[20,");
    }
  }

  @Test
  void everySessionHasAnExtraNonceOfItsOwn() {
    FakeMiner first = miner();
    FakeMiner second = miner();

    assertThat(first.ask("{'id':1,'method':'mining.subscribe'}").get("result").get(1).asText())
        .isEqualTo(EXTRA_NONCE_1);
    assertThat(second.ask("{'id':1,'method':'mining.subscribe'}").get("result").get(1).asText())
        .isEqualTo("0102030405060709");
  }

  @Test
  void saysHowAWorkerIsDoingInPrintableCharacters() {
    FakeMiner miner = miner();
    desk.onWork(easyWork(), miner.now());
    miner.introduce("r\\u0007\\u2603" + "g".repeat(120));

    assertThat(desk.workers(miner.now()))
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.name()).isEqualTo("r??" + "g".repeat(93));
              assertThat(worker.agent()).isEqualTo("fake/1.0");
              assertThat(worker.host()).isEqualTo("192.0.2.7");
              assertThat(worker.lastShareAt()).isEmpty();
              assertThat(worker.connectedAt()).isEqualTo(start);
            });
    desk.close(miner.session());
    assertThat(desk.workers(miner.now())).isEmpty();
  }
}
