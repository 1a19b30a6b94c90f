package dev.cairn.node.storage;

import dev.cairn.core.verdict.Reason;

/** Why a data directory or a store in it cannot be used. */
public enum StoreFault implements Reason {
  DATA_IN_USE(
      "Another cairn process uses this data directory: stop it, or give --data another one."),
  DATA_UNUSABLE("Make the directory writable for this user, or give --data another one."),
  STORE_OTHER_NETWORK("The store has another network's chain: give --data another directory."),
  STORE_NEWER("The store was written by a newer release: use that release, or another --data."),
  STORE_DAMAGED("Move the store's folder away: the chain is fetched from the peers again."),
  NATIVE_LIBRARY_UNUSABLE(
      "Make room in the temporary folder and allow programs there, or name another one with"
          + " -Djava.io.tmpdir."),
  STORE_FAILED("Look for a full or failing disk, then start again: nothing acknowledged is lost.");

  private final String hint;

  StoreFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
