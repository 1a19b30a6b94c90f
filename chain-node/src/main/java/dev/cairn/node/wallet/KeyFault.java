package dev.cairn.node.wallet;

import dev.cairn.core.verdict.Reason;

/** Why a key file is not used, or cannot be made. */
public enum KeyFault implements Reason {
  KEY_OPEN_TO_OTHERS("Run chmod 600 on the file; if others may have read it, use a new key."),
  KEY_OF_ANOTHER_USER("Run as the file's owner, or give the file to this user with chown."),
  KEY_IS_LINK("Put the file itself there, not a link to it."),
  KEY_IS_NO_FILE("Move what is there away, and put the key file there."),
  KEY_TOO_LONG("Move the file away if it is none of yours, and put the key file there."),
  KEY_UNREADABLE("Put your copy of the key file there; no new key is made in its place."),
  KEY_INACCESSIBLE("Make the file and its folder readable for this user."),
  KEY_NOT_MADE("Make the folder writable for this user, and look for a full disk."),
  TURN_NOT_TAKEN("Make the file and its folder writable for this user, and look for a full disk.");

  private final String hint;

  KeyFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
