/**
 * Keys in files of the user's own. No key leaves this machine, nor crosses the API. Read {@link
 * dev.cairn.node.wallet.Wallet} first.
 */
@NullMarked
package dev.cairn.node.wallet;

import org.jspecify.annotations.NullMarked;
