package dev.cairn.node.mining;

import dev.cairn.core.value.PublicKey;
import java.util.Optional;

/**
 * How mining is going.
 *
 * @param threads 0 when mining is off
 * @param hashesPerSecond of all threads, over the last seconds
 * @param obstacle why nothing is mined at the moment; empty when it is
 * @param recipient who gets the rewards
 * @param found blocks found since the start
 * @param stale those of them that did not become the tip
 */
public record MinerStatus(
    int threads,
    String kernel,
    double hashesPerSecond,
    Optional<MiningObstacle> obstacle,
    PublicKey recipient,
    long found,
    long stale) {}
