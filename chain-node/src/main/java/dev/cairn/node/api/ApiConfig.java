package dev.cairn.node.api;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where and for whom the API answers.
 *
 * @param address port 0 picks a free one
 * @param token what clients have to show; needed when the address is not on the loopback
 */
public record ApiConfig(InetSocketAddress address, Optional<String> token) {}
