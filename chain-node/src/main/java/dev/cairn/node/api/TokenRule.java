package dev.cairn.node.api;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.node.api.rpc.Login;
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
    return judge(token, hasScheme, digest.get());
  }

  /** The same for miners, which may show the token as the password of Basic authentication. */
  Optional<Rejection> checkMiner(List<String> authorizations) {
    Optional<Login> login =
        authorizations.size() == 1 ? Login.parse(authorizations.get(0)) : Optional.empty();
    return digest.isPresent() && login.isPresent()
        ? judge(login.get().password(), true, digest.get())
        : check(authorizations);
  }

  private static Optional<Rejection> judge(String token, boolean isSaid, byte[] digest) {
    return MessageDigest.isEqual(digest(token), digest)
        ? Optional.empty()
        : Optional.of(
            Rejection.of(
                ApiFault.TOKEN_NEEDED,
                isSaid ? "another token" : "no token",
                "Authorization: Bearer with the token"));
  }

  private static byte[] digest(String token) {
    return Sha256.hash(token.getBytes(StandardCharsets.UTF_8));
  }
}
