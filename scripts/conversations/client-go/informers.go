package main

import (
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	kubeinformers "k8s.io/client-go/informers"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	gatewayinformers "sigs.k8s.io/gateway-api/pkg/client/informers/externalversions"
)

// informers keeps caches of kinds as controllers do: initial events streamed, then what changes.
func informers(s *session) error {
	kube, clients, err := s.clients()
	if err != nil {
		return err
	}
	client, err := dynamic.NewForConfig(s.config)
	if err != nil {
		return err
	}
	half, err := metadata.NewForConfig(s.config)
	if err != nil {
		return err
	}
	s.note("what is there before")
	_, err = kube.CoreV1().Namespaces().Create(s.ctx, namespace(s.namespace), metav1.CreateOptions{})
	s.step("namespace", err)
	_, err = kube.CoreV1().Services(s.namespace).Create(s.ctx, service("shop"), metav1.CreateOptions{})
	s.step("service", err)
	httpRoutes := clients.GatewayV1().HTTPRoutes(s.namespace)
	for _, name := range []string{"one", "two"} {
		_, err = httpRoutes.Create(s.ctx, route(name), metav1.CreateOptions{})
		s.step(name, err)
	}
	selected := func(options *metav1.ListOptions) { options.LabelSelector = "app=shop" }

	ctx, stop := context.WithCancel(s.ctx)
	// one after another, so that a recording is the same each time
	s.note("services are cached")
	core := kubeinformers.NewSharedInformerFactoryWithOptions(kube, 0, kubeinformers.WithNamespace(s.namespace))
	core.Core().V1().Services().Informer()
	core.Start(ctx.Done())
	core.WaitForCacheSync(ctx.Done())
	s.note("routes are cached, those of a selector")
	typed := gatewayinformers.NewSharedInformerFactoryWithOptions(clients, 0, gatewayinformers.WithNamespace(s.namespace), gatewayinformers.WithTweakListOptions(selected))
	typed.Gateway().V1().HTTPRoutes().Informer()
	typed.Start(ctx.Done())
	typed.WaitForCacheSync(ctx.Done())
	s.note("policies are cached, of which nothing is known")
	untyped := dynamicinformer.NewFilteredDynamicSharedInformerFactory(client, 0, s.namespace, nil)
	untyped.ForResource(policies)
	untyped.Start(ctx.Done())
	untyped.WaitForCacheSync(ctx.Done())
	s.note("metadata of routes is cached")
	meta := metadatainformer.NewFilteredSharedInformerFactory(half, 0, s.namespace, nil)
	meta.ForResource(routes)
	meta.Start(ctx.Done())
	meta.WaitForCacheSync(ctx.Done())

	s.note("what changes")
	_, err = httpRoutes.Create(s.ctx, route("three"), metav1.CreateOptions{})
	s.step("three", err)
	_, err = httpRoutes.Patch(s.ctx, "one", types.MergePatchType, []byte(`{"metadata":{"labels":{"app":"other"}}}`), metav1.PatchOptions{})
	s.step("one leaves", err)
	_, err = httpRoutes.Patch(s.ctx, "one", types.MergePatchType, []byte(`{"metadata":{"labels":{"app":"shop"}}}`), metav1.PatchOptions{})
	s.step("one comes back", err)
	_, err = client.Resource(policies).Namespace(s.namespace).Create(s.ctx, policy("shop", "one"), metav1.CreateOptions{})
	s.step("policy", err)
	_, err = kube.CoreV1().Services(s.namespace).Patch(s.ctx, "shop", types.StrategicMergePatchType, []byte(`{"spec":{"sessionAffinity":"ClientIP"}}`), metav1.PatchOptions{})
	s.step("service", err)
	s.step("two", httpRoutes.Delete(s.ctx, "two", metav1.DeleteOptions{}))
	time.Sleep(500 * time.Millisecond)
	stop()
	time.Sleep(300 * time.Millisecond)
	core.Shutdown()
	return nil
}
