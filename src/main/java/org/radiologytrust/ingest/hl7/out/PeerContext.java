package org.radiologytrust.ingest.hl7.out;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An SSLContext for one peer. Camel's producer of netty makes its engines without the peer's name,
 * and then no certificate passes the verification of the host name.
 */
final class PeerContext extends SSLContext {
  private PeerContext(SSLContext all, String host, int port) {
    super(new Spi(all, host, port), all.getProvider(), all.getProtocol());
  }

  /**
   * @param host a name or an address, which may be in brackets
   */
  static SSLContext of(SSLContext all, String host, int port) {
    return new PeerContext(all, host.replaceAll("[\\[\\]]", ""), port);
  }

  private static final class Spi extends SSLContextSpi {
    private final SSLContext all;
    private final String host;
    private final int port;

    Spi(SSLContext all, String host, int port) {
      this.all = all;
      this.host = host;
      this.port = port;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return all.createSSLEngine(host, port);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String other, int otherPort) {
      return all.createSSLEngine(other, otherPort);
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random) {
      throw new UnsupportedOperationException("it is ready");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return all.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return all.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return all.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return all.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return all.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return all.getSupportedSSLParameters();
    }
  }
}
