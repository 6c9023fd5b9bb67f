package org.radiologytrust.feature;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** An SSLContext of ours, for Camel's components; Camel makes its own from key stores alone. */
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
