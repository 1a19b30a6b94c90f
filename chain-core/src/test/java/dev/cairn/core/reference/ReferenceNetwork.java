package dev.cairn.core.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The networks that generated blocks belong to: small limits, and proof of work in a few hashes.
 */
final class ReferenceNetwork {

  /** Everything, constant difficulty, a subsidy that halves away within 50 blocks. */
  static final ReferenceNetwork PLAIN =
      new ReferenceNetwork(
          "plain",
          new ReferenceWriter()
              .u32(1_700_000_000)
              .u32(0x207fffff)
              .u32(0x207fffff)
              .u32(1)
              .u32(0)
              .u32(60)
              .u64(50)
              .u32(8)
              .u32(4096)
              .u32(3780)
              .u64(1),
          1,
          2,
          1024);

  /** A difficulty that moves, with genesis bits whose target has another compact form. */
  static final ReferenceNetwork STEERED =
      new ReferenceNetwork(
          "steered",
          new ReferenceWriter()
              .u32(1_700_000_000)
              .u32(0x203fff00)
              .u32(0x207fffff)
              .u32(10)
              .u32(80)
              .u32(40)
              .u64(1000)
              .u32(0)
              .u32(2000)
              .u32(100)
              .u64(2),
          1,
          2,
          1024);

  /** No transfers, no minimum fee, blocks that hold three transactions. */
  static final ReferenceNetwork RECORDS =
      new ReferenceNetwork(
          "records",
          new ReferenceWriter()
              .u32(1_700_000_000)
              .u32(0x207fffff)
              .u32(0x207fffff)
              .u32(1)
              .u32(0)
              .u32(5)
              .u64(7)
              .u32(3)
              .u32(700)
              .u32(400)
              .u64(0),
          2,
          1024);

  /** The difficulty starts at its limit, the times end with the last that there is. */
  static final ReferenceNetwork LATE =
      new ReferenceNetwork(
          "late",
          new ReferenceWriter()
              .u32(0xffffffffL - 60_000)
              .u32(0x207fffff)
              .u32(0x207fffff)
              .u32(10)
              .u32(600)
              .u32(300)
              .u64(1L << 29)
              .u32(0)
              .u32(3000)
              .u32(0)
              .u64(1),
          1,
          2);

  static final List<ReferenceNetwork> ALL = List.of(PLAIN, STEERED, RECORDS, LATE);

  final String name;
  final ReferenceParameters parameters;
  final List<ReferenceSigner> senders = new ArrayList<>();

  /** The keys of the senders and others, some of which are no curve points. */
  final List<byte[]> recipients = new ArrayList<>();

  final TransactionForge forge;

  private ReferenceNetwork(String name, ReferenceWriter numbers, int... payloadTypes) {
    this.name = name;
    for (int i = 0; i < 5; i++) {
      byte[] seed = ReferenceHash.sha256(("sender " + i).getBytes(StandardCharsets.US_ASCII));
      senders.add(i == 4 ? ReferenceSigner.ofSeedWithTorsion(seed) : ReferenceSigner.ofSeed(seed));
      recipients.add(senders.get(i).publicKey());
    }
    recipients.add(new byte[32]);
    recipients.add(ReferenceHash.unhex("ff".repeat(32)));
    for (int i = 0; i < 4; i++) {
      recipients.add(ReferenceHash.sha256(new byte[] {(byte) i}));
    }
    ReferenceWriter out = new ReferenceWriter().bytes(new byte[16]).text(name);
    out.bytes(numbers.toArray()).varint(payloadTypes.length);
    for (int type : payloadTypes) {
      String application = type == 1 ? "transfer" : type == 2 ? "record" : NameClaims.NAME;
      out.varint(type).text(application).u32(NameClaims.RULES_VERSION);
    }
    Map<String, Long> balances = new TreeMap<>();
    balances.put(senders.get(0).publicKeyHex(), 1_000_000L);
    balances.put(senders.get(1).publicKeyHex(), 1_000_000_000L);
    balances.put(senders.get(2).publicKeyHex(), 500L);
    balances.put(senders.get(4).publicKeyHex(), 100_000L);
    out.varint(balances.size());
    balances.forEach((key, amount) -> out.bytes(ReferenceHash.unhex(key)).u64(amount));
    parameters = ReferenceParameters.decode(out.toArray());
    forge = new TransactionForge(parameters.networkId());
  }

  boolean lists(long payloadType) {
    return parameters.payloadTypes.contains(payloadType);
  }
}
