package org.radiologytrust.ingest.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Makes the producers of Kafka's component. Each is closed after a failure and opened anew by the
 * next record: the component keeps its own, where one whose login was refused stays of no use, and
 * what a failed one still holds must not overtake the next try.
 */
public final class ReopeningProducers extends DefaultKafkaClientFactory {
  private final Function<Properties, Producer<?, ?>> open;

  public ReopeningProducers() {
    this.open = super::getProducer;
  }

  public ReopeningProducers(Function<Properties, Producer<?, ?>> open) {
    this.open = open;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Producer getProducer(Properties config) {
    Renewed renewed = new Renewed(config);
    return (Producer)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> renewed.call(method, arguments));
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private final class Renewed {
    private final Properties config;

    /** Never closed under a lock: a close waits for callbacks. */
    private final AtomicReference<Producer> producer = new AtomicReference<>();

    Renewed(Properties config) {
      this.config = config;
    }

    Object call(Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "send":
          return send(
              (ProducerRecord) arguments[0], arguments.length > 1 ? (Callback) arguments[1] : null);
        case "close":
          close();
          return null;
        default:
          try {
            return method.invoke(producer(), arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
      }
    }

    private Object send(ProducerRecord record, Callback told) {
      Producer current = producer();
      Callback callback =
          (metadata, failure) -> {
            failed(current, failure);
            if (told != null) {
              told.onCompletion(metadata, failure);
            }
          };
      try {
        return current.send(record, callback);
      } catch (RuntimeException e) {
        failed(current, e);
        throw e;
      }
    }

    private synchronized Producer producer() {
      if (producer.get() == null) {
        producer.set(open.apply(config));
      }
      return producer.get();
    }

    private void failed(Producer which, Exception failure) {
      // one that is too large says nothing against the producer
      if (failure != null
          && !(failure instanceof RecordTooLargeException)
          && producer.compareAndSet(which, null)) {
        which.close(Duration.ZERO);
      }
    }

    /** Waits for no acknowledgement: what lacks it is sent again. */
    private void close() {
      Producer last = producer.getAndSet(null);
      if (last != null) {
        last.close(Duration.ZERO);
      }
    }
  }
}
