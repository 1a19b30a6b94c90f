package dev.cairn.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.TestKeys;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkParametersTest {

  private static final Bytes SALT = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
  private static final Timestamp TIME = new Timestamp(1_767_225_600L);

  /** A network that differs from the template in everything. */
  private static final NetworkParameters OTHER =
      new NetworkParameters.Builder("Großes Netz", SALT, TIME)
          .bits(new CompactBits(0x1d00ffff))
          .genesisBits(new CompactBits(0x1c00ffff))
          .difficulty(60, 3600, 1800)
          .subsidy(new Amount(12_345), 7)
          .sizes(1_000_000, 99)
          .minimumFee(new Amount(77))
          .application(new ListedApplication(1024, "names", 0xffff_ffffL))
          .application(new ListedApplication(Long.MAX_VALUE, "", 0))
          .balance(TestKeys.SECOND.publicKey(), new Amount(2))
          .balance(TestKeys.FIRST.publicKey(), new Amount(1))
          .build();

  @Test
  void isReadAsItWasWritten() {
    for (NetworkParameters network :
        List.of(OTHER, NetworkParameters.dev(), NetworkParameters.lan(SALT, TIME))) {
      NetworkParameters again = NetworkParameters.decode(network.encode()).value();

      assertThat(again).isEqualTo(network).hasSameHashCodeAs(network);
      assertThat(again.id()).isEqualTo(network.id());
      assertThat(again.encode()).isEqualTo(network.encode());
    }
  }

  @Test
  void keepsEveryFieldThroughItsBytes() {
    NetworkParameters again = NetworkParameters.decode(OTHER.encode()).value();

    assertThat(again.salt()).isEqualTo(SALT);
    assertThat(again.name()).isEqualTo("Großes Netz");
    assertThat(again.genesisTime()).isEqualTo(TIME);
    assertThat(again.genesisBits()).isEqualTo(new CompactBits(0x1c00ffff));
    assertThat(again.limitBits()).isEqualTo(new CompactBits(0x1d00ffff));
    assertThat(again.spacingSeconds()).isEqualTo(60);
    assertThat(again.halfLifeSeconds()).isEqualTo(3600);
    assertThat(again.maxFutureSeconds()).isEqualTo(1800);
    assertThat(again.subsidy()).isEqualTo(new Amount(12_345));
    assertThat(again.halvingInterval()).isEqualTo(7);
    assertThat(again.blockBytes()).isEqualTo(1_000_000);
    assertThat(again.recordBytes()).isEqualTo(99);
    assertThat(again.minimumFee()).isEqualTo(new Amount(77));
    assertThat(again.applications())
        .containsExactly(
            ListedApplication.TRANSFER,
            ListedApplication.RECORD,
            new ListedApplication(1024, "names", 0xffff_ffffL),
            new ListedApplication(Long.MAX_VALUE, "", 0));
    assertThat(again.balances())
        .containsExactly(
            new InitialBalance(TestKeys.SECOND.publicKey(), new Amount(2)),
            new InitialBalance(TestKeys.FIRST.publicKey(), new Amount(1)));
    assertThat(again.difficulty().genesisBits()).isEqualTo(again.genesisBits());
    assertThat(again.difficulty().limitBits()).isEqualTo(again.limitBits());
  }

  @Test
  void isBuiltAgainFromItsOwnBuilder() {
    for (NetworkParameters network :
        List.of(OTHER, NetworkParameters.dev(), NetworkParameters.lan(SALT, TIME))) {
      assertThat(network.toBuilder().build()).isEqualTo(network);
    }
  }

  @Test
  void keepsAnApplicationAwayThatTheOriginalDoesNotList() {
    String listsNone = OTHER.encode().toHex().replaceFirst(listOf(OTHER), "00");
    NetworkParameters bare = NetworkParameters.decode(Bytes.ofHex(listsNone)).value();

    assertThat(bare.applications()).isEmpty();
    assertThat(bare.toBuilder().build()).isEqualTo(bare);
  }

  private static String listOf(NetworkParameters network) {
    String hex = network.encode().toHex();
    int start = hex.indexOf("0401087472616e73666572");
    int end = hex.indexOf("02" + TestKeys.SECOND.publicKey().toHex());
    return hex.substring(start, end);
  }

  @Test
  void isAnotherNetworkWhenAnythingDiffers() {
    List<NetworkParameters> networks =
        List.of(
            OTHER,
            OTHER.toBuilder().genesisBits(new CompactBits(0x1c00fffe)).build(),
            OTHER.toBuilder().difficulty(61, 3600, 1800).build(),
            OTHER.toBuilder().difficulty(60, 3601, 1800).build(),
            OTHER.toBuilder().difficulty(60, 3600, 1799).build(),
            OTHER.toBuilder().subsidy(new Amount(12_346), 7).build(),
            OTHER.toBuilder().subsidy(new Amount(12_345), 8).build(),
            OTHER.toBuilder().sizes(1_000_001, 99).build(),
            OTHER.toBuilder().sizes(1_000_000, 98).build(),
            OTHER.toBuilder().minimumFee(new Amount(78)).build(),
            OTHER.toBuilder().application(new ListedApplication(1024, "names", 1)).build(),
            OTHER.toBuilder().application(new ListedApplication(1024, "name", 0)).build(),
            OTHER.toBuilder().application(new ListedApplication(1025, "names", 1)).build(),
            OTHER.toBuilder().balance(TestKeys.FIRST.publicKey(), new Amount(2)).build(),
            OTHER.toBuilder().balance(TestKeys.key(3).publicKey(), new Amount(1)).build());

    assertThat(networks.stream().map(NetworkParameters::id)).doesNotHaveDuplicates();
    assertThat(networks).doesNotHaveDuplicates();
  }

  @Test
  void mintsTwoNetworksFromTwoSaltsOrTimes() {
    NetworkParameters first = NetworkParameters.lan(SALT, TIME);
    NetworkParameters otherSalt = NetworkParameters.lan(Bytes.ofHex("01".repeat(16)), TIME);
    NetworkParameters otherTime = NetworkParameters.lan(SALT, TIME.plusSeconds(1));

    assertThat(List.of(first.id(), otherSalt.id(), otherTime.id())).doesNotHaveDuplicates();
    assertThat(NetworkParameters.lan(SALT, TIME).id()).isEqualTo(first.id());
  }

  @Test
  void sortsItsLists() {
    List<KeyPair> keys = IntStream.range(0, 20).mapToObj(TestKeys::key).toList();
    NetworkParameters.Builder builder = new NetworkParameters.Builder("n", SALT, TIME);
    for (int i = 0; i < keys.size(); i++) {
      builder.balance(keys.get(i).publicKey(), new Amount(i + 1));
      builder.application(new ListedApplication(2000 - i, "a" + i, i));
    }
    NetworkParameters network = builder.build();

    assertThat(network.balances())
        .hasSize(20)
        .isSortedAccordingTo((a, b) -> a.key().toHex().compareTo(b.key().toHex()));
    assertThat(network.applications())
        .hasSize(22)
        .isSortedAccordingTo((a, b) -> Long.compare(a.payloadType(), b.payloadType()));
    assertThat(network.application(1990)).hasValue(new ListedApplication(1990, "a10", 10));
    assertThat(network.application(1024)).isEmpty();
    assertThat(NetworkParameters.decode(network.encode()).value()).isEqualTo(network);
  }

  /** Interval, height, right shift of the subsidy. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "0, 4294967295, 0",
    "1, 1, 1",
    "1, 2, 2",
    "1, 62, 62",
    "1, 63, 63",
    "1, 64, 63",
    "1, 4294967295, 63",
    "10, 1, 0",
    "10, 9, 0",
    "10, 10, 1",
    "10, 19, 1",
    "10, 20, 2",
    "10, 629, 62",
    "10, 630, 63",
    "10, 640, 63",
    "10, 100000, 63",
    "4294967295, 1, 0",
    "4294967295, 4294967294, 0",
    "4294967295, 4294967295, 1"
  })
  void halvesTheSubsidy(long interval, long height, int shift) {
    long subsidy = 50_000_001;
    NetworkParameters network = OTHER.toBuilder().subsidy(new Amount(subsidy), interval).build();

    assertThat(network.subsidyAt(new Height(height))).isEqualTo(new Amount(subsidy >> shift));
  }

  /** 2^61 at era 0 alone still lets era 61 create one unit; then there is nothing to halve. */
  @Test
  void halvesTheGreatestSubsidyToNothing() {
    NetworkParameters network = OTHER.toBuilder().subsidy(new Amount(1L << 61), 1).build();

    assertThat(network.subsidyAt(new Height(1))).isEqualTo(new Amount(1L << 60));
    assertThat(network.subsidyAt(new Height(61))).isEqualTo(new Amount(1));
    assertThat(network.subsidyAt(new Height(62))).isEqualTo(Amount.ZERO);
    assertThat(network.subsidyAt(Height.MAX)).isEqualTo(Amount.ZERO);
  }

  @Test
  void throwsAtOurOwnNonsense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkParameters.Builder("n", Bytes.of(new byte[15]), TIME));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkParameters.Builder("n", Bytes.of(new byte[17]), TIME));
    assertThatIllegalArgumentException().isThrownBy(() -> new ListedApplication(-1, "a", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ListedApplication(1024, "a", -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListedApplication(1024, "a", 0x1_0000_0000L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OTHER.toBuilder().sizes(1L << 32, 1).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OTHER.toBuilder().sizes(1000, 1L << 32).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OTHER.toBuilder().subsidy(Amount.ZERO, -1).build());
  }
}
