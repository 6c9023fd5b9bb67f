package org.radiologytrust.camel;

import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Checks routes that send deliveries. A delivery counts as sent when Camel completes its exchange.
 * So such a route must not contain a step that completes an exchange early or hides a failure.
 */
final class SinkRouteRules {
  private final String route;

  private SinkRouteRules(String route) {
    this.route = route;
  }

  /**
   * Checks a route.
   *
   * @throws IllegalArgumentException naming the step that is not allowed
   */
  static void require(NamedNode route) {
    RouteDefinition definition = (RouteDefinition) route;
    SinkRouteRules rule = new SinkRouteRules(definition.getRouteId());
    if (definition.isErrorHandlerFactorySet()
        && definition.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition) {
      throw rule.refused("deadLetterChannel");
    }
    rule.check(definition.getOutputs());
  }

  private void check(List<? extends ProcessorDefinition<?>> steps) {
    for (ProcessorDefinition<?> step : steps) {
      if (ends(step) || hides(step)) {
        throw refused(step.getShortName());
      }
      check(step.getOutputs());
      if (step instanceof TryDefinition attempt) {
        check(List.copyOf(attempt.getCatchClauses()));
      }
    }
  }

  private static boolean ends(ProcessorDefinition<?> step) {
    return step instanceof AggregateDefinition
        || step instanceof ResequenceDefinition
        || step instanceof WireTapDefinition;
  }

  private static boolean hides(ProcessorDefinition<?> step) {
    if (step instanceof OnExceptionDefinition e) {
      return e.getHandledPolicy() != null
          || e.getContinuedPolicy() != null
          || set(e.getHandled())
          || set(e.getContinued());
    }
    if (step instanceof CatchDefinition) {
      return step.getOutputs().stream().noneMatch(ThrowExceptionDefinition.class::isInstance);
    }
    if (step instanceof CircuitBreakerDefinition breaker) {
      return breaker.getOnFallback() != null;
    }
    // Camel's own aggregation strategies keep the failure
    return step instanceof MulticastDefinition m
            && (m.getAggregationStrategy() != null || m.getAggregationStrategyBean() != null)
        || step instanceof SplitDefinition s
            && (s.getAggregationStrategy() != null || s.getAggregationStrategyBean() != null)
        || step instanceof RecipientListDefinition<?> r
            && (r.getAggregationStrategy() != null || r.getAggregationStrategyBean() != null);
  }

  private static boolean set(@Nullable Object expression) {
    return expression != null && !"false".equals(expression.toString());
  }

  private IllegalArgumentException refused(String step) {
    return new IllegalArgumentException(
        "route "
            + route
            + ": "
            + step
            + " is not allowed in a route from journal:outbox: a delivery that it holds back, or"
            + " whose failure it hides, would count as sent (docs/change.md, A new sink)");
  }
}
