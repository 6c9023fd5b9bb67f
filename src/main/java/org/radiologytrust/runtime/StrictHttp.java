package org.radiologytrust.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.SocketConfig;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;

/**
 * HTTP clients for peers whose answers are not trusted. They follow no redirect, keep no cookie,
 * answer no challenge, repeat nothing by themselves, and limit headers and silence.
 */
public final class StrictHttp {
  private static final int MAX_HEADERS = 200;
  private static final int MAX_HEADER = 64 * 1024;

  private StrictHttp() {}

  /**
   * A client to finish.
   *
   * @param trust certificates to accept; empty for those of the JVM's CAs
   * @param connect longest time for a connection
   * @param silence how long the peer may be silent
   */
  public static HttpClientBuilder builder(
      Optional<SSLContext> trust, Duration connect, Duration silence) {
    HttpClientBuilder builder =
        HttpClients.custom()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .disableConnectionState()
            .setConnectionTimeToLive(30, TimeUnit.SECONDS)
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(millis(silence)).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setMessageConstraints(
                        MessageConstraints.custom()
                            .setMaxHeaderCount(MAX_HEADERS)
                            .setMaxLineLength(MAX_HEADER)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setCookieSpec(CookieSpecs.IGNORE_COOKIES)
                    .setRedirectsEnabled(false)
                    .setAuthenticationEnabled(false)
                    .setConnectTimeout(millis(connect))
                    .setConnectionRequestTimeout(millis(connect))
                    .setSocketTimeout(millis(silence))
                    .build());
    trust.ifPresent(builder::setSSLContext);
    return builder;
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }
}
