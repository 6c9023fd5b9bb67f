package org.radiologytrust.auth.login;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/**
 * Fetches the keys of an issuer from the configured address only. A redirect is a failure: whoever
 * could answer for another host would otherwise sign tokens of ours.
 */
final class KeyRetriever extends DefaultResourceRetriever {
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int KEYS_BYTES = 1 << 20;

  /** Longest time to fetch the keys, in milliseconds. */
  static final long LONGEST_MILLIS = 3L * TIMEOUT_MILLIS;

  KeyRetriever() {
    super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, KEYS_BYTES);
  }

  @Override
  protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
    HttpURLConnection connection = super.openHTTPConnection(url);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }
}
