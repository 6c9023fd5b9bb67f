package org.radiologytrust.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.net.ssl.KeyManagerFactory;

/**
 * A Vert.x whose HTTP servers speak TLS. Camel's HTTP servers use the Vert.x of the registry.
 * Camel's own TLS settings support only key stores, no client certificates, and do not report
 * failed handshakes.
 */
public final class TlsVertx extends VertxWrapper {
  private final ReloadedTls tls;
  private final IntFunction<RefusedHandshakes> refusals;

  /**
   * @param plain creates the servers
   * @param refusals by port: counts the refused handshakes of its server
   */
  public TlsVertx(Vertx plain, ReloadedTls tls, IntFunction<RefusedHandshakes> refusals) {
    super((VertxInternal) plain);
    this.tls = tls;
    this.refusals = refusals;
  }

  @Override
  public HttpServer createHttpServer(HttpServerOptions plain) {
    HttpServerOptions options = new HttpServerOptions(plain);
    options.setSsl(true);
    options.setKeyCertOptions(new NoKeys());
    options.setSslEngineOptions(new Engine(tls));
    HttpServer server = super.createHttpServer(options);
    return server.exceptionHandler(e -> refusals.apply(server.actualPort()).failed(e));
  }

  /** The engine's context contains the key, but Vert.x requires this option as well. */
  private static final class NoKeys implements KeyCertOptions {
    @Override
    public KeyCertOptions copy() {
      return this;
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) {
      return null;
    }

    @Override
    public Function<String, KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) {
      return null;
    }
  }

  private static final class Engine extends JdkSSLEngineOptions {
    private final ReloadedTls tls;

    private Engine(ReloadedTls tls) {
      this.tls = tls;
    }

    @Override
    public Engine copy() {
      return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return this::context;
    }

    private SslContext context() {
      return new JdkSslContext(
          tls.context(),
          false,
          null,
          IdentityCipherSuiteFilter.INSTANCE,
          ApplicationProtocolConfig.DISABLED,
          tls.clientCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE,
          null,
          false);
    }
  }
}
