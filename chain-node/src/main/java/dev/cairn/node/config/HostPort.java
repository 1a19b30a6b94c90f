package dev.cairn.node.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code HOST:PORT}, where an IPv6 address stands in brackets. */
final class HostPort {

  private static final int PORT_MAX = 65535;
  private static final String FORM = "HOST:PORT, with an IPv6 address in brackets";
  private static final Pattern BRACKETS = Pattern.compile("\\[([0-9A-Za-z:.%_-]+)]:([0-9]{1,9})");
  private static final Pattern PLAIN = Pattern.compile("([0-9A-Za-z._-]+):([0-9]{1,9})");
  private static final Pattern DIGITS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

  private HostPort() {}

  /**
   * The address, looked up when it is a name.
   *
   * @param said where the text is from
   * @param portMin 0 where 0 picks a free port, else 1
   */
  static InetSocketAddress parse(Said said, String text, int portMin) throws Refusal {
    Matcher plain = PLAIN.matcher(text);
    Matcher brackets = BRACKETS.matcher(text);
    if (plain.matches()) {
      String host = plain.group(1);
      if (DIGITS.matcher(host).matches() && !IPV4.matcher(host).matches()) {
        throw said.wrong("'" + text + "'", "four numbers of 0 to 255 with points between them");
      }
      return address(said, text, host, port(said, plain.group(2), portMin));
    }
    if (brackets.matches() && brackets.group(1).indexOf(':') >= 0) {
      return address(said, text, brackets.group(1), port(said, brackets.group(2), portMin));
    }
    throw said.wrong("'" + text + "'", FORM);
  }

  private static int port(Said said, String digits, int portMin) throws Refusal {
    int port = Integer.parseInt(digits);
    if (port < portMin || port > PORT_MAX) {
      throw said.wrong("port " + port, portMin + " to " + PORT_MAX);
    }
    return port;
  }

  private static InetSocketAddress address(Said said, String text, String host, int port)
      throws Refusal {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw said.wrong("'" + text + "'", "an address, or a name that can be looked up now");
    }
  }
}
