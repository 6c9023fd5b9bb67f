package org.radiologytrust.tls;

import java.security.KeyManagementException;
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

/**
 * An SSLContext that delegates to another one, which can be replaced. New connections use the
 * current one. Replacing only the key and trust managers would keep session tickets valid, with
 * which a client could continue without presenting a certificate.
 */
final class SwappableContext extends SSLContext {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Current current;

  private SwappableContext(Current current) {
    super(current, current.now.getProvider(), current.now.getProtocol());
    this.current = current;
  }

  static SwappableContext of(SSLContext first) {
    return new SwappableContext(new Current(first));
  }

  void swap(SSLContext other) {
    current.now = other;
  }

  private static final class Current extends SSLContextSpi {
    private volatile SSLContext now;

    private Current(SSLContext first) {
      this.now = first;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("this context comes from files");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return limited(now.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return limited(now.createSSLEngine(host, port));
    }

    private static SSLEngine limited(SSLEngine engine) {
      engine.setEnabledProtocols(PROTOCOLS);
      return engine;
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      SSLParameters parameters = now.getDefaultSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      return parameters;
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return now.getSupportedSSLParameters();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new SwappableSocketFactory(() -> now.getSocketFactory());
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return now.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return now.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return now.getClientSessionContext();
    }
  }
}
