package org.radiologytrust.ops;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.Correlation;

/**
 * Traces with OpenTelemetry: one span for each route that an exchange passes, as a child of the
 * calling route. Routes that poll have no span: most polls find nothing, and the others concern
 * many reports.
 *
 * <p>Camel's own tracer is not used: it records URLs with queries, which contain patient
 * identifiers, and it shares its stack of spans between the branches of a multicast.
 */
public final class Tracing implements RoutePolicyFactory, AutoCloseable {
  private static final String OPEN = "rtlSpan";
  private static final AttributeKey<String> CORRELATION = AttributeKey.stringKey(Correlation.KEY);
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final long FLUSH_SECONDS = 5;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * @param endpoint base URL of an OTLP collector
   * @param version version of this software
   */
  public Tracing(String endpoint, String version) {
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "rtl",
                        AttributeKey.stringKey("service.version"),
                        version)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").build())
                    .build())
            .build();
    this.tracer = provider.get("org.radiologytrust");
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return new Spans(routeId);
  }

  /** Sends the remaining spans, for at most {@value #FLUSH_SECONDS} seconds. */
  @Override
  public void close() {
    provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Stack of the exchange's open spans, innermost first. It is immutable, so copies of the exchange
   * continue independently.
   */
  private record Open(Span span, Context context, @Nullable Open under) {}

  private final class Spans extends RoutePolicySupport {
    private final String routeId;

    private Spans(String routeId) {
      this.routeId = routeId;
    }

    private static boolean polls(Route route) {
      String from = route.getEndpoint().getEndpointUri();
      return from.startsWith("timer:") || from.startsWith("journal://reports");
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      if (polls(route)) {
        return;
      }
      Open under = exchange.getProperty(OPEN, Open.class);
      Context parent = under == null ? Context.root() : under.context;
      Span span = tracer.spanBuilder(routeId).setParent(parent).startSpan();
      exchange.setProperty(OPEN, new Open(span, parent.with(span), under));
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      Open open = exchange.getProperty(OPEN, Open.class);
      if (open == null) {
        return;
      }
      String id = exchange.getProperty(Correlation.KEY, String.class);
      if (id != null) {
        open.span.setAttribute(CORRELATION, id);
      }
      Exception failed = exchange.getException();
      if (failed != null) {
        // the message may quote a patient
        open.span.setAttribute(ERROR, failed.getClass().getSimpleName());
        open.span.setStatus(StatusCode.ERROR);
      }
      open.span.end();
      exchange.setProperty(OPEN, open.under);
    }
  }
}
