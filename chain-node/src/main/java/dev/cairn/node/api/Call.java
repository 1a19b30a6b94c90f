package dev.cairn.node.api;

import dev.cairn.core.verdict.Checked;
import dev.cairn.node.member.Member;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that has passed what is asked of all requests. */
final class Call {

  private final HttpServerRequest request;
  private final Map<String, String> path;
  private final Map<String, String> query;
  private final Optional<Member> member;
  private final byte[] body;

  Call(
      HttpServerRequest request,
      Map<String, String> path,
      Map<String, String> query,
      Optional<Member> member,
      byte[] body) {
    this.request = request;
    this.path = path;
    this.query = query;
    this.member = member;
    this.body = body;
  }

  HttpServerRequest request() {
    return request;
  }

  /** A part of the path by its name in the route's template. */
  String path(String name) {
    @Nullable String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("no " + name + " in the path of this route");
    }
    return value;
  }

  /** A query parameter; empty when it was not given. */
  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** How many entries are wanted: at least 1, and never more than the limit. */
  Checked<Integer> limit(ApiLimits limits) {
    return query("limit")
        .map(text -> Parameters.count("limit", text, limits.pages().most()))
        .orElseGet(() -> Checked.passed(limits.pages().usual()));
  }

  /** The network that the node is in; for routes that need one. */
  Member member() {
    return member.orElseThrow();
  }

  /** The same; empty while there is none. */
  Optional<Member> presentMember() {
    return member;
  }

  /** Whether the node has left the network meanwhile in which it was asked. */
  boolean isOutdated(Optional<Member> now) {
    return member.isPresent() && !(now.isPresent() && now.get() == member.get());
  }

  /** Whether the network's part of the node has ended, because of a fault or with all of it. */
  boolean isEnded() {
    return member.map(asked -> asked.ended().isDone()).orElse(false);
  }

  /** The body, for the endpoint alone. */
  byte[] body() {
    return body;
  }
}
