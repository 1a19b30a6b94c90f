package dev.cairn.node.api;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.verdict.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Asks for the token, if there is one. It is kept as its SHA-256 only, and never shown. */
final class TokenRule {

  private static final String SCHEME = "Bearer ";

  private final Optional<byte[]> digest;

  TokenRule(Optional<String> token) {
    digest = token.map(TokenRule::digest);
  }

  boolean isNeeded() {
    return digest.isPresent();
  }

  /** Judges the Authorization headers of a request, in the same time whatever the token is. */
  Optional<Rejection> check(List<String> authorizations) {
    if (digest.isEmpty()) {
      return Optional.empty();
    }
    String got = authorizations.size() == 1 ? authorizations.get(0) : "";
    boolean hasScheme = got.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String token = hasScheme ? got.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(digest(token), digest.get())
        ? Optional.empty()
        : Optional.of(
            Rejection.of(
                ApiFault.TOKEN_NEEDED,
                hasScheme ? "another token" : "no token",
                "Authorization: Bearer with the token"));
  }

  private static byte[] digest(String token) {
    return Sha256.hash(token.getBytes(StandardCharsets.UTF_8));
  }
}
