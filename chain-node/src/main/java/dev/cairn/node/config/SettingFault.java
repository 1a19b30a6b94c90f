package dev.cairn.node.config;

import dev.cairn.core.verdict.Reason;

/** Why what was said about a node cannot be followed. */
public enum SettingFault implements Reason {
  SETTING_UNKNOWN("remove the key, or correct its name; docs/commands.md lists all of them"),
  SETTING_DUPLICATE("give the key once"),
  SETTING_WRONG("correct the value where it was given"),
  SETTING_NOT_HERE("give this on the command line or in the environment instead"),
  CONFIG_FILE_MALFORMED("make the file TOML: one key = value on each line"),
  FILE_UNREADABLE("give the path of a file that this user can read"),
  FILE_NOT_PRIVATE("run chmod 600 on the file: it holds what nobody else may know"),
  API_TOKEN_MISSING("give --api-token-file a file with a token in it, or leave --api on 127.0.0.1");

  private final String hint;

  SettingFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
