package dev.kvstore.boot.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code optional:kvstore:} was imported and the store can't be used: the
 * application then does without a {@code KeyValueStore}.
 */
final class OnUsableStoreCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory != null && beanFactory.getSingleton(SharedStore.BEAN_NAME) instanceof SharedStore shared
				&& !shared.isOpen()) {
			return ConditionOutcome.noMatch("the store of 'optional:kvstore:' is not there: " + shared.failure());
		}
		return ConditionOutcome.match();
	}

}
