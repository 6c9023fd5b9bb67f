package org.radiologytrust.tls;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives our SSLContext to Kafka's clients, which create this class by its name. Kafka's own factory
 * supports other files and reads them only once.
 */
public final class KafkaTls implements SslEngineFactory {
  /** Client property that contains the SSLContext. */
  public static final String CONTEXT = "rtl.ssl.context";

  private @Nullable SSLContext context;

  @Override
  public void configure(Map<String, ?> client) {
    context = (SSLContext) client.get(CONTEXT);
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(identification);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("only for clients");
  }

  /** Never: the context itself follows changed files. */
  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    // nothing to release
  }
}
