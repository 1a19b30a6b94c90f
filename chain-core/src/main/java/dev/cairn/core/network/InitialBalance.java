package dev.cairn.core.network;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;

/** What an account owns at height 0. */
public record InitialBalance(PublicKey key, Amount amount) {}
