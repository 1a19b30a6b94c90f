package dev.cairn.net.discovery;

import static dev.cairn.net.discovery.Ids.address;
import static dev.cairn.net.discovery.Ids.known;
import static dev.cairn.net.discovery.Ids.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How much of the book attackers get, drawn again and again with other salts. */
class PeerBookFloodTest {

  private static final int HONEST_SOURCES = 50;
  private static final int HONEST_PER_SOURCE = 10;
  private static final int ATTACKER = 5_000_000;

  private static PeerBook withHonestAddresses(Random random) {
    PeerBook book = new PeerBook(node(0), new InMemoryPeerBookStore(), random, NetLimits.DEFAULT);
    for (int source = 0; source < HONEST_SOURCES; source++) {
      tell(book, 1_000_000 + source, 1 + source * HONEST_PER_SOURCE, HONEST_PER_SOURCE);
    }
    return book;
  }

  private static void tell(PeerBook book, int source, int first, int count) {
    AddressSource from = AddressSource.told(node(source), address(source));
    for (int i = 0; i < count; i++) {
      book.heard(known(first + i), from);
    }
  }

  private static long attackers(PeerBook book) {
    return book.entries().stream().filter(entry -> isAttacker(entry.known())).count();
  }

  private static boolean isAttacker(KnownAddress known) {
    return known.node().compareTo(node(ATTACKER)) >= 0;
  }

  @Test
  void aMillionAddressesFromOneSourceGetItsPlacesAndPushNobodyOut() {
    Random random = Seeds.random("PeerBookFloodTest.one");
    PeerBook book = withHonestAddresses(random);
    int honest = book.size();

    tell(book, ATTACKER, ATTACKER, 1_000_000);

    assertThat(attackers(book)).isLessThanOrEqualTo(NetLimits.DEFAULT.addressesPerSource());
    assertThat(book.size() - attackers(book)).isEqualTo(honest);
    long drawn = 0;
    for (int i = 0; i < 10_000; i++) {
      drawn += isAttacker(book.pick(random, any -> true).orElseThrow()) ? 1 : 0;
    }
    // The attacker fills 8 buckets of the 200 or so in which honest addresses are as well.
    assertThat(drawn).as("of 10,000 draws").isLessThan(1_000);
  }

  @Test
  void manySourcesTogetherGetNoMoreThanTheStatedShare() {
    Random random = Seeds.random("PeerBookFloodTest.many");
    int places = NetLimits.DEFAULT.addresses() / 2;
    for (int sources : new int[] {1, 4, 16, 64}) {
      double share = 0;
      int rounds = Seeds.rounds(10, 200);
      for (int round = 0; round < rounds; round++) {
        PeerBook book =
            new PeerBook(node(0), new InMemoryPeerBookStore(), random, NetLimits.DEFAULT);
        for (int source = 0; source < sources; source++) {
          tell(book, ATTACKER + source, ATTACKER + 1000 * source, 300);
        }
        share += (double) attackers(book) / places / rounds;
      }
      double stated = 1 - Math.pow(1 - 1.0 / 32, sources);
      System.out.printf(
          "%d sources that lie together: %.1f %% of what was heard, stated %.1f %%%n",
          sources, 100 * share, 100 * stated);
      assertThat(share).isLessThanOrEqualTo(stated * 1.05);
    }
  }

  @Test
  void whatAnsweredIsNeverPushedOutByWhatIsSaid() {
    Random random = Seeds.random("PeerBookFloodTest.anchors");
    PeerBook book = new PeerBook(node(0), new InMemoryPeerBookStore(), random, NetLimits.DEFAULT);
    for (int i = 1; i <= 8; i++) {
      book.dialled(known(i), AddressSource.discovered());
    }
    for (int source = 0; source < 2_000; source++) {
      tell(book, ATTACKER + source, ATTACKER + 100 * source, 64);
    }
    assertThat(book.size()).isLessThanOrEqualTo(NetLimits.DEFAULT.addresses());
    for (int i = 1; i <= 8; i++) {
      assertThat(book.find(known(i))).isPresent();
    }
    long drawn = 0;
    for (int i = 0; i < 1_000; i++) {
      drawn += isAttacker(book.pick(random, any -> true).orElseThrow()) ? 0 : 1;
    }
    assertThat(drawn).as("honest ones of 1,000 draws").isBetween(400L, 600L);
  }
}
