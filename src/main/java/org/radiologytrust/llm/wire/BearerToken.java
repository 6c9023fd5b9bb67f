package org.radiologytrust.llm.wire;

import java.util.List;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Sends a bearer token with every call. The HTTP client adds it, so it is not a header of Camel's
 * message and no trace of a route shows it.
 */
public final class BearerToken implements HttpClientConfigurer {
  private final String token;

  /**
   * @param token the token; empty to send none
   */
  public BearerToken(String token) {
    this.token = token;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    if (!token.isEmpty()) {
      builder.setDefaultHeaders(List.of(new BasicHeader("Authorization", "Bearer " + token, true)));
    }
  }
}
