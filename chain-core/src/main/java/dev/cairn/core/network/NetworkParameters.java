package dev.cairn.core.network;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.work.DifficultyRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the nodes of one network must agree on (docs/consensus.md, section 9). The genesis
 * follows from it, and the network's identity is the genesis' hash. Equal when all bytes are equal.
 */
public final class NetworkParameters {

  /** The longest name, in bytes of UTF-8. */
  public static final int NAME_BYTES_MAX = 64;

  public static final int SALT_BYTES = 16;

  /** The size of the largest block without transactions: a smaller limit could stop the chain. */
  public static final long BLOCK_BYTES_MIN = 243;

  /** The frame of the peer protocol, 8 MiB, less 64 KiB for what goes around a block. */
  public static final long BLOCK_BYTES_MAX = (8L << 20) - (64L << 10);

  private static final byte[] GENESIS_TAG = "cairn/network/1".getBytes(StandardCharsets.US_ASCII);

  private final Bytes salt;
  private final String name;
  private final Timestamp genesisTime;
  private final CompactBits genesisBits;
  private final CompactBits limitBits;
  private final long spacingSeconds;
  private final long halfLifeSeconds;
  private final long maxFutureSeconds;
  private final Amount subsidy;
  private final long halvingInterval;
  private final long blockBytes;
  private final long recordBytes;
  private final Amount minimumFee;
  private final List<ListedApplication> applications;
  private final List<InitialBalance> balances;
  private final Bytes encoded;
  private final BlockHeader genesis;
  private final NetworkId id;

  private NetworkParameters(Builder from) {
    salt = from.salt;
    name = from.name;
    genesisTime = from.genesisTime;
    genesisBits = from.genesisBits;
    limitBits = from.limitBits;
    spacingSeconds = from.spacingSeconds;
    halfLifeSeconds = from.halfLifeSeconds;
    maxFutureSeconds = from.maxFutureSeconds;
    subsidy = from.subsidy;
    halvingInterval = from.halvingInterval;
    blockBytes = from.blockBytes;
    recordBytes = from.recordBytes;
    minimumFee = from.minimumFee;
    applications = List.copyOf(from.listed);
    balances = List.copyOf(from.funded);
    encoded = ParameterCodec.encode(this);
    genesis = genesisOf(encoded, genesisTime, genesisBits);
    id = NetworkId.of(genesis.hash().toArray());
  }

  private static BlockHeader genesisOf(Bytes encoded, Timestamp time, CompactBits bits) {
    byte[] tagged = new byte[GENESIS_TAG.length + encoded.length()];
    System.arraycopy(GENESIS_TAG, 0, tagged, 0, GENESIS_TAG.length);
    encoded.copyTo(tagged, GENESIS_TAG.length);
    MerkleRoot root = MerkleRoot.of(Sha256.hash256(tagged));
    return new BlockHeader(BlockHeader.VERSION, BlockHash.ZERO, root, time, bits, 0);
  }

  /**
   * A new network for a LAN: 10 s between blocks, about 2^20 hashes for the first ones.
   *
   * @param salt 16 random bytes: two networks with the same salt and time would be one
   */
  public static NetworkParameters lan(Bytes salt, Timestamp genesisTime) {
    return new Builder("lan", salt, genesisTime).build();
  }

  /** The public network for tests and tries: easy blocks, worth nothing. */
  public static NetworkParameters dev() {
    return new Builder("dev", Bytes.of(new byte[SALT_BYTES]), new Timestamp(1_767_225_600L))
        .bits(new CompactBits(0x207fffff))
        .difficulty(1, 0, 300)
        .balance(DevKey.keyPair().publicKey(), new Amount(1_000_000_000_000L))
        .build();
  }

  /** Reads parameters that fill the input, and judges them. */
  public static Checked<NetworkParameters> decode(Bytes input) {
    return ParameterCodec.decode(new ByteReader(input))
        .then(
            builder ->
                ParameterRules.firstBroken(builder)
                    .<Checked<NetworkParameters>>map(Checked::refused)
                    .orElseGet(() -> Checked.passed(new NetworkParameters(builder))));
  }

  /** A builder that starts from these parameters. */
  public Builder toBuilder() {
    Builder builder = new Builder(name, salt, genesisTime).genesisBits(genesisBits);
    builder.limitBits = limitBits;
    builder.difficulty(spacingSeconds, halfLifeSeconds, maxFutureSeconds);
    builder.subsidy(subsidy, halvingInterval).sizes(blockBytes, recordBytes);
    builder.minimumFee(minimumFee);
    builder.applications.clear();
    applications.forEach(builder::application);
    balances.forEach(balance -> builder.balance(balance.key(), balance.amount()));
    return builder;
  }

  /** The network's identity: the hash of its genesis. */
  public NetworkId id() {
    return id;
  }

  /** The header at height 0. It has no body and is exempt from all rules. */
  public BlockHeader genesis() {
    return genesis;
  }

  /** The canonical bytes. */
  public Bytes encode() {
    return encoded;
  }

  /** 16 bytes that tell networks apart that are equal in all else. */
  public Bytes salt() {
    return salt;
  }

  public String name() {
    return name;
  }

  public Timestamp genesisTime() {
    return genesisTime;
  }

  public CompactBits genesisBits() {
    return genesisBits;
  }

  /** The easiest target that any block may have. */
  public CompactBits limitBits() {
    return limitBits;
  }

  /** The time between blocks that the difficulty aims at. */
  public long spacingSeconds() {
    return spacingSeconds;
  }

  /** How fast the difficulty answers; 0 when it never changes. */
  public long halfLifeSeconds() {
    return halfLifeSeconds;
  }

  /** How far ahead of the local clock a header may be when it is first received. */
  public long maxFutureSeconds() {
    return maxFutureSeconds;
  }

  /** What a block at height 1 creates; see {@link #subsidyAt}. */
  public Amount subsidy() {
    return subsidy;
  }

  /** After how many blocks the subsidy halves; 0 for never. */
  public long halvingInterval() {
    return halvingInterval;
  }

  /** The largest size of a whole block. */
  public long blockBytes() {
    return blockBytes;
  }

  /** The largest document that a record may carry itself. */
  public long recordBytes() {
    return recordBytes;
  }

  public Amount minimumFee() {
    return minimumFee;
  }

  /** The payload types that transactions may have, ascending. */
  public List<ListedApplication> applications() {
    return applications;
  }

  /** The application that is listed for this payload type. */
  public Optional<ListedApplication> application(long payloadType) {
    for (ListedApplication listed : applications) { // asked for each transaction: no stream
      if (listed.payloadType() == payloadType) {
        return Optional.of(listed);
      }
    }
    return Optional.empty();
  }

  /** The balances at height 0, ascending by key. */
  public List<InitialBalance> balances() {
    return balances;
  }

  /** What the block at this height, from 1 on, creates (docs/consensus.md, section 8.3). */
  public Amount subsidyAt(Height height) {
    return new Amount(
        subsidy.units()
            >> (halvingInterval == 0 ? 0 : Math.min(63, height.value() / halvingInterval)));
  }

  /** The difficulty arithmetic with this network's figures. */
  public DifficultyRule difficulty() {
    return new DifficultyRule(genesisBits, limitBits, spacingSeconds, halfLifeSeconds);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetworkParameters that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return "network " + name + " " + id;
  }

  /**
   * Puts parameters together. It begins with those of the {@code lan} template. Confined to one
   * thread.
   */
  public static final class Builder {
    final Bytes salt;
    final String name;
    final Timestamp genesisTime;
    CompactBits genesisBits = new CompactBits(0x1e0fffff);
    CompactBits limitBits = new CompactBits(0x1e0fffff);
    long spacingSeconds = 10;
    long halfLifeSeconds = 600;
    long maxFutureSeconds = 300;
    Amount subsidy = new Amount(50_000_000);
    long halvingInterval;
    long blockBytes = 256 << 10;
    long recordBytes = 64 << 10;
    Amount minimumFee = new Amount(1);
    private final TreeMap<Long, ListedApplication> applications = new TreeMap<>();
    private final TreeMap<PublicKey, InitialBalance> balances = new TreeMap<>();

    /** The two lists as they are encoded: sorted by {@link #build}, or as a stranger sent them. */
    List<ListedApplication> listed = List.of();

    List<InitialBalance> funded = List.of();

    /**
     * @param name at most 64 bytes in UTF-8
     * @param salt exactly 16 bytes
     */
    public Builder(String name, Bytes salt, Timestamp genesisTime) {
      if (salt.length() != SALT_BYTES) {
        throw new IllegalArgumentException("a salt has 16 bytes, not " + salt.length());
      }
      ParameterCodec.requireName(name);
      this.name = name;
      this.salt = salt;
      this.genesisTime = genesisTime;
      application(ListedApplication.TRANSFER);
      application(ListedApplication.RECORD);
    }

    /** The same bits for the genesis and the limit. */
    public Builder bits(CompactBits genesisAndLimit) {
      limitBits = genesisAndLimit;
      return genesisBits(genesisAndLimit);
    }

    /**
     * The bits of the genesis alone: harder than the limit, for a network that begins with ASICs.
     */
    public Builder genesisBits(CompactBits bits) {
      genesisBits = bits;
      return this;
    }

    public Builder difficulty(long spacingSeconds, long halfLifeSeconds, long maxFutureSeconds) {
      this.spacingSeconds = spacingSeconds;
      this.halfLifeSeconds = halfLifeSeconds;
      this.maxFutureSeconds = maxFutureSeconds;
      return this;
    }

    /**
     * @param halvingInterval in blocks, 0 for never
     */
    public Builder subsidy(Amount subsidy, long halvingInterval) {
      this.subsidy = subsidy;
      this.halvingInterval = halvingInterval;
      return this;
    }

    public Builder sizes(long blockBytes, long recordBytes) {
      this.blockBytes = blockBytes;
      this.recordBytes = recordBytes;
      return this;
    }

    public Builder minimumFee(Amount fee) {
      minimumFee = fee;
      return this;
    }

    /** Adds an application, or replaces the one of the same payload type. */
    public Builder application(ListedApplication application) {
      applications.put(application.payloadType(), application);
      return this;
    }

    /** Adds an initial balance, or replaces the one of the same key. */
    public Builder balance(PublicKey key, Amount amount) {
      balances.put(key, new InitialBalance(key, amount));
      return this;
    }

    /**
     * The parameters.
     *
     * @throws IllegalArgumentException when they break a rule of docs/consensus.md, section 9.2
     */
    public NetworkParameters build() {
      listed = List.copyOf(applications.values());
      funded = List.copyOf(balances.values());
      ParameterRules.firstBroken(this)
          .ifPresent(
              broken -> {
                throw new IllegalArgumentException(broken.toString());
              });
      return new NetworkParameters(this);
    }
  }
}
