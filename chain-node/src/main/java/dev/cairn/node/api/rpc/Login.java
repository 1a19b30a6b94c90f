package dev.cairn.node.api.rpc;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a miner says of itself by HTTP's Basic authentication (RFC 7617).
 *
 * @param user whom its blocks pay
 * @param password the node's API token, where one is needed
 */
public record Login(String user, String password) {

  /** Nothing said. */
  public static final Login NONE = new Login("", "");

  private static final String SCHEME = "Basic ";

  /** Reads an Authorization header; empty when it says something else. */
  public static Optional<Login> parse(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      String pair = new String(bytes, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  /**
   * Whom the user name is the address of, up to the first point: behind it may stand the name of a
   * machine. Empty for any other name, as miners insist on one: then the node's own key is paid.
   * What looks like an address, but has a mistake, is refused, so that nobody mines for another one
   * unawares.
   */
  public Checked<Optional<PublicKey>> recipient() {
    int point = user.indexOf('.');
    String name = point < 0 ? user : user.substring(0, point);
    Checked<PublicKey> address = PublicKey.parseAddress(name);
    if (address.isPassed()) {
      return address.map(Optional::of);
    }
    boolean looksLikeOne =
        name.regionMatches(
            true, 0, PublicKey.ADDRESS_PREFIX + "1", 0, PublicKey.ADDRESS_PREFIX.length() + 1);
    return looksLikeOne
        ? Checked.refused(
            RpcFault.ADDRESS_INVALID, "a user with a mistake in it", "an address, or another name")
        : Checked.passed(Optional.empty());
  }
}
