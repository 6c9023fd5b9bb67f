package org.radiologytrust.llm;

import java.util.List;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Sends a token with every call. It is the HTTP client's and no header of the message, so no trace
 * of a route shows it.
 */
public final class BearerToken implements HttpClientConfigurer {
  private final String token;

  /**
   * @param token empty = none is sent
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
