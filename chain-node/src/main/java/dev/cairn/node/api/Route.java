package dev.cairn.node.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that can be asked.
 *
 * @param template the path, with parameters in braces as in OpenAPI
 * @param query the names of the query parameters that it knows
 * @param needsMember whether it is refused with STARTING while the node is in no network
 */
record Route(
    String method, String template, Set<String> query, boolean needsMember, Endpoint endpoint) {

  static Route get(String template, Endpoint endpoint, String... query) {
    return new Route("GET", template, Set.of(query), true, endpoint);
  }

  static Route post(String template, Endpoint endpoint) {
    return new Route("POST", template, Set.of(), true, endpoint);
  }

  /** The same, answered also while the node is in no network. */
  Route always() {
    return new Route(method, template, query, false, endpoint);
  }

  boolean hasBody() {
    return method.equals("POST");
  }

  /** The parameters in a path that this route is for; empty when it is for another one. */
  Optional<Map<String, String>> match(String path) {
    List<String> wanted = segments(template);
    List<String> given = segments(path);
    if (wanted.size() != given.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i);
      if (name.startsWith("{")) {
        parameters.put(name.substring(1, name.length() - 1), given.get(i));
      } else if (!name.equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }
}
