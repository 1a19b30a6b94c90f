package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.ledger.Account;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The networks of docs/consensus.md, and what their first block does, hold for this code. */
class ConsensusDocumentChainTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final Timestamp START = new Timestamp(1_767_225_600L);

  private final Chain chain = Chain.inMemory(DEV, Applications.standard());
  private final Map<String, String> example = ConsensusDocument.example("block");

  @Test
  void makesTheNetworkForTestsAndTries() {
    Map<String, String> network = ConsensusDocument.example("network");

    assertThat(DEV.encode().toHex()).isEqualTo(network.get("parameters"));
    assertThat(NetworkParameters.decode(Bytes.ofHex(network.get("parameters"))).value())
        .isEqualTo(DEV);
    assertThat(DEV.genesis().merkleRoot().toHex()).isEqualTo(network.get("merkleRoot"));
    assertThat(Bytes.of(DEV.genesis().toArray()).toHex()).isEqualTo(network.get("header"));
    assertThat(DEV.id()).hasToString(network.get("networkId"));
    assertThat(DEV.genesis().hash()).hasToString(network.get("networkId"));
    assertThat(chain.tip().state().digest().toHex()).isEqualTo(network.get("stateDigest"));
  }

  @Test
  void mintsTheNetworkForALan() {
    Map<String, String> lan = ConsensusDocument.example("lan");
    NetworkParameters minted =
        NetworkParameters.lan(Bytes.ofHex("000102030405060708090a0b0c0d0e0f"), START);

    assertThat(minted.encode().toHex()).isEqualTo(lan.get("parameters"));
    assertThat(minted.id()).hasToString(lan.get("networkId"));
  }

  @Test
  void acceptsTheFirstBlockWithItsEffect() {
    Block block = Block.decode(Bytes.ofHex(example.get("block"))).value();

    assertThat(chain.submitBlock(block, START.plusSeconds(10)))
        .isEqualTo(Verdict.accepted(Verdict.Placement.ACTIVE));
    assertThat(chain.tip().hash()).hasToString(example.get("hash"));
    assertThat(chain.tip().account(TestKeys.FIRST.publicKey())).isEqualTo(account(1));
    assertThat(chain.tip().account(TestKeys.SECOND.publicKey())).isEqualTo(account(2));
    assertThat(chain.tip().state().digest().toHex()).isEqualTo(example.get("stateDigest"));
    assertThat(chain.tip().header().work()).hasToString("2");
  }

  private Account account(int number) {
    return new Account(
        new Amount(Long.parseLong(example.get("balance" + number))),
        Long.parseLong(example.get("sequence" + number)));
  }

  @Test
  void keepsTheEntryOfTheSecondKey() {
    Map<String, String> entry = ConsensusDocument.example("entry");
    chain.submitBlock(
        Block.decode(Bytes.ofHex(example.get("block"))).value(), START.plusSeconds(10));
    Bytes key = Bytes.ofHex(entry.get("key"));
    Bytes value = chain.tip().state().get(0, key).orElseThrow();

    assertThat(value.toHex()).isEqualTo(entry.get("value"));
    String bytes = entry.get("namespace") + entry.get("keyLength") + key.toHex() + value.toHex();
    assertThat(Bytes.of(Sha256.hash(Bytes.ofHex(bytes).toArray())).toHex())
        .isEqualTo(entry.get("sha256"));
  }

  @Test
  void namesTheGenesisAfterNothing() {
    BlockHeader genesis = DEV.genesis();

    assertThat(genesis.version()).isEqualTo(0x20000000);
    assertThat(genesis.previous().isZero()).isTrue();
    assertThat(genesis.nonce()).isZero();
    assertThat(chain.tip().header().work()).hasToString("0");
    assertThat(chain.tip().height().isGenesis()).isTrue();
  }
}
