package org.radiologytrust.ops;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.Utils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.management.RuntimeMBeanException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.plugin.JolokiaPlatformHttpPlugin;
import org.apache.camel.support.service.ServiceSupport;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.restrictor.DenyAllRestrictor;
import org.jolokia.server.core.restrictor.RestrictorFactory;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.service.impl.QuietLogHandler;
import org.jolokia.server.core.util.NetworkUtil;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.login.ActionLog;

/**
 * Jolokia on the management server. It replaces Camel's own, which does not know the user: requests
 * go through {@link LoggedRequests}. Camel Main finds it in its registry by its id. {@code
 * jolokia-access.xml} says what is allowed; without that file nothing is.
 */
public final class Jolokia extends ServiceSupport implements JolokiaPlatformHttpPlugin {
  private static final int FAILED = 500;

  private final JolokiaServiceManager services;
  private @Nullable CamelContext context;
  private @Nullable HttpRequestHandler requests;

  public Jolokia() {
    StaticConfiguration config =
        new StaticConfiguration(
            ConfigKey.AGENT_ID, NetworkUtil.getAgentId(hashCode(), "management"));
    // Jolokia's own log lines may contain arguments
    services =
        JolokiaServiceManagerFactory.createJolokiaServiceManager(
            config, new QuietLogHandler(), policy(config));
    services.addService(new JolokiaSerializer());
    services.addService(new LoggedRequests());
  }

  private static Restrictor policy(StaticConfiguration config) {
    try {
      Restrictor policy =
          RestrictorFactory.lookupPolicyRestrictor(config.getConfig(ConfigKey.POLICY_LOCATION));
      return policy == null ? new DenyAllRestrictor() : policy;
    } catch (IOException e) {
      throw new UncheckedIOException("jolokia-access.xml cannot be read", e);
    }
  }

  @Override
  public String getId() {
    return NAME;
  }

  @Override
  public @Nullable CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  protected void doStart() {
    requests = new HttpRequestHandler(services.start());
  }

  @Override
  protected void doStop() {
    services.stop();
  }

  @Override
  public Object getHandler() {
    Handler<RoutingContext> handler = this::handle;
    return handler;
  }

  /** One thread handles the whole request, all parts of a bulk request included. */
  private void handle(RoutingContext c) {
    int status = 200;
    JSONStructure answer;
    try (ActionLog actions = ActionLog.by(c.user())) {
      answer = answer(c);
    } catch (RuntimeMBeanException e) {
      status = FAILED;
      answer = requests.handleThrowable(e.getTargetException());
    } catch (Exception e) {
      status = FAILED;
      answer = requests.handleThrowable(e);
    }
    c.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(answer.toJSONString());
  }

  private JSONStructure answer(RoutingContext c)
      throws IOException, BadRequestException, EmptyResponseException {
    HttpServerRequest request = c.request();
    String address = request.remoteAddress().host();
    requests.checkAccess(request.scheme(), address, address, origin(request));
    Map<String, String[]> parameters = parameters(request.params());
    if (request.method().equals(HttpMethod.GET)) {
      return requests.handleGetRequest(
          request.uri(), Utils.pathOffset(request.path(), c), parameters);
    }
    Buffer body = c.body().buffer();
    return requests.handlePostRequest(
        request.uri(),
        new ByteArrayInputStream(body == null ? new byte[0] : body.getBytes()),
        StandardCharsets.UTF_8.name(),
        parameters);
  }

  private static String origin(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String from = origin == null ? request.getHeader(HttpHeaders.REFERER) : origin;
    return from == null ? "" : from;
  }

  private static Map<String, String[]> parameters(MultiMap given) {
    Map<String, String[]> all = new HashMap<>();
    given.names().forEach(name -> all.put(name, given.getAll(name).toArray(String[]::new)));
    return all;
  }
}
