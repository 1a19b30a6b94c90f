package dev.cairn.node.stratum;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker is doing that is connected.
 *
 * @param name that it gave itself; only printable characters, and at most 96 of them
 * @param agent what program it is, as it says; likewise
 * @param host from where it is connected
 * @param recipient who gets the rewards; empty for the node's own key
 * @param difficulty of the shares that it is asked for
 * @param hashesPerSecond as its shares of the last five minutes let expect
 */
public record WorkerStatus(
    String name,
    String agent,
    String host,
    Optional<PublicKey> recipient,
    Timestamp connectedAt,
    Optional<Timestamp> lastShareAt,
    double difficulty,
    double hashesPerSecond,
    Map<ShareResult, Long> shares,
    long blocks) {}
