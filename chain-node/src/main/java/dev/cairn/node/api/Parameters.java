package dev.cairn.node.api;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands in paths and queries: digits, letters and a few signs, never encoded. */
final class Parameters {

  private static final int COUNT_DIGITS_MAX = 18;

  private Parameters() {}

  /** Reads {@code name=value&name=value} with these names, each at most once. */
  static Checked<Map<String, String>> query(@Nullable String text, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return Checked.passed(values);
    }
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      String pair = text.substring(start, end);
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!known.contains(name)) {
        return Checked.refused(
            ApiFault.QUERY_UNKNOWN, shown(name), known.isEmpty() ? "no query" : list(known));
      }
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!isPlain(value)) {
        return Checked.refused(
            ApiFault.QUERY_INVALID, shown(name + "=" + value), "letters and digits");
      }
      if (values.putIfAbsent(name, value) != null) {
        return Checked.refused(ApiFault.QUERY_INVALID, name + " twice", name + " once");
      }
      start = end + 1;
    }
    return Checked.passed(values);
  }

  private static String list(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  /** What a client sent, in characters that can be shown anywhere. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars().limit(100).forEach(c -> shown.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return text.isEmpty() ? "nothing" : shown.toString();
  }

  private static boolean isPlain(String value) {
    return value
        .chars()
        .allMatch(
            c ->
                (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || c == '-'
                    || c == '.'
                    || c == '_');
  }

  /** A number from 1 on; more than {@code most} is taken for that. */
  static Checked<Integer> count(String name, String text, int most) {
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= COUNT_DIGITS_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    long number = isNumber ? Long.parseLong(text) : 0;
    return number < 1
        ? Checked.refused(
            ApiFault.QUERY_INVALID, name + "=" + shown(text), "a whole number from 1 on")
        : Checked.passed((int) Math.min(number, most));
  }

  /** A number from 0 on. */
  static Checked<Long> position(String text, Reason reason) {
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= COUNT_DIGITS_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber
        ? Checked.passed(Long.parseLong(text))
        : Checked.refused(reason, shown(text), "a whole number");
  }

  /** The height in a query; empty when it was not given. */
  static Checked<Optional<Height>> height(Optional<String> text) {
    if (text.isEmpty()) {
      return Checked.passed(Optional.empty());
    }
    return Height.parse(text.get()).map(Optional::of);
  }

  /** A block by its hash or by its height in the active chain. */
  record BlockName(Optional<BlockHash> hash, Optional<Height> height) {}

  /** 64 hexadecimal digits are a hash, fewer decimal digits a height. */
  static Checked<BlockName> blockName(String text) {
    if (text.length() == 2 * BlockHash.LENGTH) {
      return BlockHash.parse(text).map(hash -> new BlockName(Optional.of(hash), Optional.empty()));
    }
    Checked<Height> height = Height.parse(text);
    return height.isPassed()
        ? height.map(value -> new BlockName(Optional.empty(), Optional.of(value)))
        : Checked.refused(
            ApiFault.PATH_INVALID, shown(text), "a height or the 64 digits of a hash");
  }
}
