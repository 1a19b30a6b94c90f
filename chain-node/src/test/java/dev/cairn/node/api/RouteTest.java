package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouteTest {

  private static Route route(String template) {
    return Route.get(template, call -> Future.failedFuture("never asked"));
  }

  @Test
  void takesPartsOfThePath() {
    assertThat(route("/a/{x}/b/{y}").match("/a/1/b/2").orElseThrow())
        .isEqualTo(Map.of("x", "1", "y", "2"));
    assertThat(route("/").match("/").orElseThrow()).isEmpty();
  }

  @Test
  void isForNoOtherPath() {
    Route route = route("/a/{x}");
    for (String path : new String[] {"/a", "/a/1/", "/a/1/2", "/A/1", "a/1", "/b/1", "", "//a/1"}) {
      assertThat(route.match(path)).as(path).isEmpty();
    }
  }
}
