package org.radiologytrust.feature;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Hands our SSLContext to Camel's components, which otherwise build one from key stores. */
public final class CamelTls extends SSLContextParameters {
  private final SSLContext context;

  public CamelTls(SSLContext context) {
    this.context = context;
  }

  @Override
  public SSLContext createSSLContext(CamelContext camel) {
    return context;
  }
}
