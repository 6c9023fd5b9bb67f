package org.radiologytrust.ops;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.modelmbean.ModelMBeanAttributeInfo;
import javax.management.modelmbean.ModelMBeanConstructorInfo;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.ModelMBeanInfoSupport;
import javax.management.modelmbean.ModelMBeanNotificationInfo;
import javax.management.modelmbean.ModelMBeanOperationInfo;

/**
 * Puts the names and descriptions of {@link OperationParameter} into the description of an MBean.
 * Camel describes MBeans from its annotations, but calls every parameter p1, p2 and so on.
 */
final class NamedParameters {
  private NamedParameters() {}

  /**
   * @param info what Camel made of the bean
   * @return the same with named parameters
   * @throws MBeanException when {@code info} is broken
   */
  static ModelMBeanInfo in(ModelMBeanInfo info, Object bean) throws MBeanException {
    ModelMBeanOperationInfo[] operations =
        Arrays.stream(info.getOperations())
            .map(operation -> named((ModelMBeanOperationInfo) operation, bean.getClass()))
            .toArray(ModelMBeanOperationInfo[]::new);
    return new ModelMBeanInfoSupport(
        info.getClassName(),
        info.getDescription(),
        (ModelMBeanAttributeInfo[]) info.getAttributes(),
        (ModelMBeanConstructorInfo[]) info.getConstructors(),
        operations,
        (ModelMBeanNotificationInfo[]) info.getNotifications(),
        info.getMBeanDescriptor());
  }

  private static ModelMBeanOperationInfo named(ModelMBeanOperationInfo operation, Class<?> bean) {
    return new ModelMBeanOperationInfo(
        operation.getName(),
        operation.getDescription(),
        Arrays.stream(method(operation, bean).getParameters())
            .map(NamedParameters::info)
            .toArray(MBeanParameterInfo[]::new),
        operation.getReturnType(),
        operation.getImpact(),
        operation.getDescriptor());
  }

  private static MBeanParameterInfo info(Parameter parameter) {
    OperationParameter named = parameter.getAnnotation(OperationParameter.class);
    if (named == null) {
      throw new IllegalStateException("a parameter without a name: " + parameter);
    }
    return new MBeanParameterInfo(named.name(), parameter.getType().getName(), named.description());
  }

  private static Method method(MBeanOperationInfo operation, Class<?> bean) {
    String[] types =
        Arrays.stream(operation.getSignature())
            .map(MBeanParameterInfo::getType)
            .toArray(String[]::new);
    return Arrays.stream(bean.getMethods())
        .filter(method -> method.getName().equals(operation.getName()))
        .filter(
            method ->
                Arrays.equals(
                    types,
                    Stream.of(method.getParameterTypes())
                        .map(Class::getName)
                        .toArray(String[]::new)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no method " + operation.getName()));
  }
}
