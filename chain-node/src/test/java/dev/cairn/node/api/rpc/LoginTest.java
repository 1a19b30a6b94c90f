package dev.cairn.node.api.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestKeys;
import dev.cairn.core.value.PublicKey;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginTest {

  private static final PublicKey KEY = TestKeys.SECOND.publicKey();

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @Test
  void readsUserAndPassword() {
    assertThat(Login.parse("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")) // RFC 7617, section 2
        .contains(new Login("Aladdin", "open sesame"));
    assertThat(Login.parse("basic  Og== ")).contains(Login.NONE);
    assertThat(Login.parse(basic("a:b:c"))).contains(new Login("a", "b:c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic *", "Basic QUJD", "Bearer YTpi", "YTpi"})
  void readsNothingElse(String header) {
    assertThat(Login.parse(header)).isEmpty();
  }

  @Test
  void paysTheAddress() {
    for (String user :
        new String[] {KEY.toAddress(), KEY + ".rig1", KEY.toAddress().toUpperCase(Locale.ROOT)}) {
      assertThat(new Login(user, "x").recipient().value()).contains(KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user", "x.y", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "cairn"})
  void paysTheNodeForAnyOtherName(String user) {
    assertThat(new Login(user, "x").recipient().value()).isEqualTo(Optional.empty());
  }

  @Test
  void refusesAnAddressWithAMistake() {
    String address = KEY.toAddress();
    char last = address.charAt(address.length() - 1) == 'q' ? 'p' : 'q';
    for (String user :
        new String[] {address.substring(0, address.length() - 1) + last, "cairn1", "CAIRN1.rig"}) {
      assertThat(new Login(user, "x").recipient().rejection().orElseThrow().reason())
          .isEqualTo(RpcFault.ADDRESS_INVALID);
    }
  }
}
