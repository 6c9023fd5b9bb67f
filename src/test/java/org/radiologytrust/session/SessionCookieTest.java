package org.radiologytrust.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which cookie counts. */
@Tag("safety")
class SessionCookieTest {
  private static Optional<String> read(boolean tls, Map<String, String> cookies) {
    return SessionCookie.of(
        (HttpServerRequest)
            Proxy.newProxyInstance(
                SessionCookieTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "isSSL" -> tls;
                      case "getCookie" -> {
                        String value = cookies.get((String) arguments[0]);
                        yield value == null ? null : Cookie.cookie((String) arguments[0], value);
                      }
                      default -> throw new UnsupportedOperationException(method.getName());
                    }));
  }

  /** Another host or an unencrypted page can set a cookie without the prefix. */
  @Test
  void underTlsOnlyTheCookieWithThePrefixCounts() {
    assertEquals(Optional.empty(), read(true, Map.of("session", "a")));
    assertEquals(Optional.of("b"), read(true, Map.of("session", "a", "__Host-session", "b")));
    assertEquals(Optional.of("a"), read(false, Map.of("session", "a")));
    assertEquals(Optional.of("b"), read(false, Map.of("session", "a", "__Host-session", "b")));
    assertEquals(Optional.empty(), read(false, Map.of()));
  }

  @Test
  void noScriptCanReadItAndNoOtherHostCanSetIt() {
    assertEquals("session=x; Path=/; HttpOnly; SameSite=Lax", SessionCookie.set("x", false));
    assertEquals(
        "__Host-session=x; Path=/; HttpOnly; SameSite=Lax; Secure", SessionCookie.set("x", true));
    assertEquals(
        "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0",
        SessionCookie.remove(true));
  }
}
