package org.radiologytrust.session;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The cookie that holds the id of a session. No script can read it. Under TLS it has the prefix
 * {@code __Host-}: no other host and no unencrypted page can set it.
 */
public final class SessionCookie {
  private static final String PLAIN = "session";
  private static final String SECURE = "__Host-session";
  private static final String RULES = "; Path=/; HttpOnly; SameSite=Lax";

  private SessionCookie() {}

  /** The value in a request; empty if there is none. */
  public static Optional<String> of(HttpServerRequest request) {
    Cookie secure = request.getCookie(SECURE);
    Cookie cookie = secure == null && !request.isSSL() ? request.getCookie(PLAIN) : secure;
    return cookie == null ? Optional.empty() : Optional.of(cookie.getValue());
  }

  /**
   * The value of a header {@code Set-Cookie}.
   *
   * @param secure whether the browser uses TLS, be it with this server or with a proxy
   */
  public static String set(String id, boolean secure) {
    return (secure ? SECURE : PLAIN) + "=" + id + RULES + (secure ? "; Secure" : "");
  }

  /** Removes the cookie. */
  public static String remove(boolean secure) {
    return set("", secure) + "; Max-Age=0";
  }
}
