package org.radiologytrust.tls;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/**
 * An SSLContext of ours, for Kafka's clients, which make this by its class; Kafka would read files
 * of its own kind, and once.
 */
public final class KafkaTls implements SslEngineFactory {
  /** The client's property that has the SSLContext. */
  public static final String CONTEXT = "rtl.ssl.context";

  private SSLContext context;

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
    throw new UnsupportedOperationException("it is for clients");
  }

  /** Never: the context changes by itself. */
  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public KeyStore keystore() {
    return null;
  }

  @Override
  public KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
